package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"veche/internal/live/service"
	"veche/internal/release"
	"veche/internal/report/text"
	"veche/internal/shards"
	"veche/internal/shards/workers"
	"veche/internal/store/postgres"
	"veche/internal/study"
	"veche/internal/study/robustness"
	"veche/internal/usage"
	"veche/internal/workbook"
)

func newWork(env *environment) *cobra.Command {
	var helper service.Helper
	var processors int
	cmd := &cobra.Command{
		Use:   "work --db URL",
		Short: env.say("Be a worker: make draws that others have filed in a database"),
		Long: env.say("A count too long for one machine is filed in PostgreSQL by veche robust --db; workers of the same build, on as many machines as wanted, make its draws.\n" +
			"Beside a live panel's server (veche serve --db) on the same database they make its reports, minutes, workbooks and how firm its ranking is, so that the server is free for who answers.\n" +
			"A worker ends after the shard it is at (Ctrl+C or SIGTERM). One that is killed costs time and changes no figure. See docs/scale.md."),
		Args: usage.Between(0, 0),
		Example: "veche work --db postgres://user@host/panels\n" +
			"veche robust study.xlsx --draws 1000000 --db postgres://user@host/panels",
		RunE: func(cmd *cobra.Command, _ []string) error { return work(env, &helper, processors) },
	}
	cmd.Flags().StringVar(&helper.DB, "db", os.Getenv("VECHE_DB"), env.say("the PostgreSQL database, as postgres://user@host/panels (or VECHE_DB)"))
	cmd.Flags().IntVar(&processors, "workers", 0, env.say("processors to draw with (0: all); the figures do not depend on it"))
	cmd.Flags().StringVar(&helper.Mail, "mail", "", env.say("mail server, as veche serve takes it: the worker takes turns with the servers at sending letters and watching the time of rounds"))
	cmd.Flags().StringVar(&helper.MailPasswordFile, "mail-password-file", "", env.say("file with its password (or VECHE_MAIL_PASSWORD)"))
	cmd.Flags().StringVar(&helper.URL, "url", "", env.say("what people open, as https://panel.example; needed with --mail"))
	return cmd
}

func work(env *environment, helper *service.Helper, processors int) error {
	ctx, stop := signal.NotifyContext(env.ctx, syscall.SIGTERM)
	defer stop()
	d, err := env.database(ctx, helper.DB)
	if err != nil {
		return err
	}
	defer d.Close()
	close(env.patient)
	env.tell("ready for shards of the build %s", release.Build())
	defer helper.Close()
	if err := helper.TakeTurns(ctx, env.stderr); err != nil {
		return err
	}
	did := func(name string, err error) { env.tell("%s", service.Told(name, err)) }
	err = d.Work(ctx, &workers.Worker{Errands: helper.Do, DidErrand: did, Read: workbook.ReadBytes, Workers: processors, Did: func(name string, s shards.Shard, err error) {
		if err != nil {
			env.tell("%s, shard %d of %d: %v", name, s.Index, s.Of, err)
			return
		}
		env.tell("%s, shard %d of %d: draws %d to %d are counted", name, s.Index, s.Of, s.From+1, s.To)
	}})
	if err != nil && ctx.Err() != nil { // what it was at is made by the next: a question cut off by the end is no fault
		return context.Canceled
	}
	return fileErrorOf(err)
}

// database opens the one that counts are filed in.
func (env *environment) database(ctx context.Context, url string) (*workers.Database, error) {
	if _, err := postgres.Parse(url); err != nil {
		return nil, err // wrong usage: nothing was to be read yet
	}
	d, err := workers.Open(ctx, url, release.Build(), slog.New(slog.NewTextHandler(env.stderr, &slog.HandlerOptions{Level: slog.LevelError})))
	return d, fileErrorOf(err)
}

// shared lets workers make the draws.
func (f *robustFlags) shared(ctx context.Context, env *environment, path string, options *robustness.Options) (*study.Outcome, error) {
	actions, err := f.study.actions()
	if err != nil {
		return nil, err
	}
	job := &workers.Job{Name: called(path), Actions: actions, Options: options.Draws}
	o, err := f.alone(env, path)
	if err != nil {
		return nil, err
	}
	if !shards.Packable(o, options.Draws) { // workers need the answers: they read the file, and it has to be as they read it
		if job.Study, _, err = original(path); err != nil {
			return nil, fileErrorOf(err)
		}
		if o, err = job.Outcome(workbook.ReadBytes); err != nil {
			return nil, err
		}
	}
	d, err := env.database(ctx, f.db)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	close(env.patient) // the count is taken back in an orderly way
	made, done, warned := func(int) {}, func() {}, false
	if !env.quiet && isTerminal(env.stderr) {
		made, done = text.Progress(env.stderr, f.draws)
	}
	options.Counted, err = d.Draw(ctx, job, o, func(s workers.State) {
		if made(s.Done); s.Workers == 0 && !warned {
			warned = true
			env.tell("no worker of this build is at the database yet: start some with %s", usage.Suggested("veche", "work", "--db", "postgres://…"))
		}
	})
	if done(); ctx.Err() != nil {
		env.tell("the count is stopped; what is done is kept, and the same command goes on from there")
		return nil, ctx.Err()
	}
	return o, fileErrorOf(err)
}
