package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/service"
	"veche/internal/usage"
	"veche/internal/workbook"
)

type serveFlags struct {
	service.Options
	kind, pace, title string
	observers         bool
	tls, links, log   string
	quota             string
	open              bool
}

func newServe(env *environment) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve [STUDY.xlsx]",
		Short: env.say("Run a live panel: experts answer in a browser, the chair leads"),
		Long: env.say("Run a live panel: experts answer in a browser on a phone or a laptop, the secretary follows who has answered, the chair closes the round and leads the common screen.\n" +
			"Without a workbook it is the built-in study. What people say is kept in a database in the folder --data, or in PostgreSQL with --db; started again on the same workbook it goes on.\n" +
			"The chair's link is printed to a terminal, everybody's with --links json; docs/serve.md says how to run a meeting and what whoever runs the machine could see."),
		Args:              usage.Between(0, 1),
		ValidArgsFunction: workbooks,
		Example: "veche serve --open\n" +
			"veche serve study.xlsx --data panel\n" +
			"veche serve study.xlsx --listen :8443 --url https://panel.example:8443 --tls self",
		RunE: func(_ *cobra.Command, args []string) error {
			path := ""
			if len(args) == 1 {
				path = args[0]
			}
			return serve(env, path, f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.Data, "data", "veche-data", env.say("folder of the database; made if it does not exist"))
	flags.StringVar(&f.DB, "db", os.Getenv("VECHE_DB"), env.say("where panels stand in PostgreSQL and not in the folder, as postgres://user@host/panels (or VECHE_DB)"))
	flags.StringVar(&f.Listen, "listen", "127.0.0.1:0", env.say("address and port; port 0 takes a free one"))
	flags.StringVar(&f.URL, "url", "", env.say("what people open, as https://panel.example; needed where other machines can reach --listen"))
	flags.StringVar(&f.Cert, "tls-cert", "", env.say("file of a TLS certificate"))
	flags.StringVar(&f.Key, "tls-key", "", env.say("file of its key"))
	flags.StringVar(&f.tls, "tls", "", env.say("self: make a certificate here and print its fingerprint"))
	flags.StringVar(&f.Mail, "mail", os.Getenv("VECHE_MAIL"), env.say("mail server for invitations and reminders, as smtp://user@mail.example:587?from=panel@example.org (or VECHE_MAIL)"))
	flags.StringVar(&f.MailPasswordFile, "mail-password-file", "", env.say("file with its password (or VECHE_MAIL_PASSWORD)"))
	flags.StringVar(&f.OIDC, "oidc", os.Getenv("VECHE_OIDC"), env.say("where people sign in with accounts (OpenID Connect), as https://login.example?client=veche (or VECHE_OIDC)"))
	flags.StringVar(&f.OIDCSecretFile, "oidc-secret-file", "", env.say("file with the secret that the provider of accounts knows this server by (or VECHE_OIDC_SECRET)"))
	flags.StringVar(&f.Metrics, "metrics", "", env.say("address on this machine for metrics in the format of Prometheus, as 127.0.0.1:9090"))
	flags.StringVar(&f.quota, "quota", "", env.say("limits of a panel, as people=5000,answers=1000,documents=256 (answers a second, documents in MB)"))
	flags.StringVar(&f.log, "log", "", env.say("log lines as JSON, with the value json"))
	flags.StringVar(&f.SSH, "ssh", "", env.say("address and port of the explorer over SSH, as 127.0.0.1:2222; no other way in is opened there"))
	flags.StringVar(&f.kind, "kind", string(live.Closed), env.say("closed: answers leave the panel under codes; open: under names"))
	flags.StringVar(&f.pace, "pace", "rounds", env.say("rounds: sealed until closed; real-time: figures follow the answers"))
	flags.BoolVar(&f.observers, "observers-see", false, env.say("observers see the panel's figures after closing"))
	flags.StringVar(&f.title, "title", "", env.say("title of the panel (default: the study's)"))
	flags.StringVar(&f.links, "links", "", env.say("print everybody's link as one line of JSON when ready, with the value json"))
	flags.BoolVar(&f.open, "open", false, env.say("open the chair's link in a browser"))
	flags.BoolVar(&f.Verbose, "verbose", false, env.say("log every request, without addresses and answers"))
	complete(cmd, "kind", []string{string(live.Closed), string(live.Open)})
	complete(cmd, "pace", []string{"rounds", "real-time"})
	complete(cmd, "tls", []string{"self"})
	complete(cmd, "links", []string{"json"})
	complete(cmd, "log", []string{"json"})
	return cmd
}

func serve(env *environment, path string, f serveFlags) error {
	for flag, choice := range map[string]struct {
		value   string
		choices []string
	}{"kind": {f.kind, []string{"closed", "open"}}, "pace": {f.pace, []string{"rounds", "real-time"}}, "tls": {f.tls, []string{"", "self"}}, "links": {f.links, []string{"", "json"}}, "log": {f.log, []string{"", "json"}}} {
		if !slices.Contains(choice.choices, choice.value) {
			return language.Errorf("--%s does not take %q", flag, choice.value)
		}
	}
	data, err := env.bytes(path)
	if err != nil {
		return fileError{err}
	}
	f.New = live.New{Title: f.title, Kind: live.Kind(f.kind), Pace: live.InRounds, ObserversSee: f.observers, File: workbook.FormFile{Name: called(path), Data: data}}
	if f.pace == "real-time" {
		f.New.Pace = live.RealTime
	}
	if env.told {
		f.New.Language = env.lang.Code()
	}
	if f.Quota, err = service.ParseQuota(f.quota); err != nil {
		return err
	}
	f.LogJSON = f.log == "json"
	f.TLSSelf, f.Log = f.tls == "self", env.stderr
	ctx, stop := signal.NotifyContext(env.ctx, syscall.SIGTERM)
	defer stop()
	close(env.patient)
	f.Ready = func(r service.Ready) { f.say(ctx, env, r) }
	return stored(service.Place{Data: f.Data, DB: f.DB}, service.Run(ctx, f.Options))
}

// say says that pages can be opened.
func (f *serveFlags) say(ctx context.Context, env *environment, r service.Ready) {
	beside, result := r.Said(f.links == "json", env.terminal)
	for _, m := range beside {
		env.tell("%s", m)
	}
	for _, m := range result {
		fmt.Fprintln(env.stdout, m.In(env.lang))
	}
	if chair := r.Chair(); f.open && chair != "" {
		if err := service.Browse(ctx, chair); err != nil {
			env.tell("no browser could be opened: %v", err)
		}
	}
}
