package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/safe"
	"veche/internal/shards"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

type shardFlags struct {
	robust    robustFlags
	index, of int
	merge     []string
	output    string
	force     bool
}

func newShard(env *environment) *cobra.Command {
	f := shardFlags{robust: robustFlags{show: []string{robustness.PartVerdicts}, sharing: "proportional"}}
	cmd := &cobra.Command{
		Use:   "shard STUDY.xlsx",
		Short: env.say("Count a part of the draws on this machine, or add up the parts of many"),
		Long: env.say("A count too long for one machine is cut into parts, done anywhere by the same program, and added up: the figures are those of veche robust, to the digit.\n" +
			"In an array job --index may be left out: it is SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX, numbered from 0."),
		ValidArgsFunction: workbooks,
		Example: "veche shard study.xlsx --draws 1000000 --index 3 --of 100 -o tally-3.json\n" +
			"sbatch --array=0-99 --wrap 'veche shard study.xlsx --draws 1000000 --of 100 -o tally-$SLURM_ARRAY_TASK_ID.json'\n" +
			"veche shard study.xlsx --draws 1000000 --merge tally-*.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 && len(f.merge) > 0 { // --merge a b c: the shell has put the others behind
				f.merge, args = append(f.merge, args[1:]...), args[:1]
			}
			if err := oneWorkbook(cmd, args); err != nil {
				return err
			}
			return runShard(cmd, env, args[0], f)
		},
	}
	f.robust.study.add(env, cmd)
	f.robust.addDraws(env, cmd)
	flags := cmd.Flags()
	flags.IntVar(&f.index, "index", -1, env.say("which part to count, from 0"))
	flags.IntVar(&f.of, "of", 0, env.say("into how many parts the draws are cut"))
	flags.StringArrayVar(&f.merge, "merge", nil, env.say("tallies to add up, as many as there are parts"))
	flags.StringVarP(&f.output, "output", "o", "", env.say("write the tally to this file"))
	flags.BoolVar(&f.force, "force", false, env.say("overwrite the file if it exists"))
	return cmd
}

func runShard(cmd *cobra.Command, env *environment, path string, f shardFlags) error {
	options, err := f.robust.options()
	if err != nil {
		return err
	}
	f.index = shards.ArrayIndex(f.index)
	switch {
	case len(f.merge) > 0:
	case f.of < 1:
		return language.Errorf("name the shard with --index and --of, or the tallies to add up with --merge")
	case f.index < 0 || f.index >= f.of:
		return language.Errorf("--index goes from 0 to %d, one below --of; it is %d", f.of-1, f.index)
	case f.output == "":
		return language.Errorf("name the file for the tally with -o")
	}
	o, err := f.robust.outcome(cmd.Context(), env, path, &options)
	if err != nil {
		return err
	}
	run, err := shards.New(o, options.Draws, release.Build())
	if err != nil {
		return err
	}
	if len(f.merge) > 0 {
		return mergeShards(cmd, env, run, o, options, f)
	}
	output, err := env.output(f.output, f.force, ".json")
	if err != nil {
		return err
	}
	shard := run.Plan(f.of)[f.index]
	tally, err := run.Do(cmd.Context(), shard)
	if err != nil {
		return err
	}
	data, err := json.Marshal(tally)
	if err != nil {
		return fileError{err}
	}
	if err := output.Write(data); err != nil {
		return outputError(err)
	}
	env.tell("shard %d of %d: draws %d to %d are counted", shard.Index, shard.Of, shard.From+1, shard.To)
	return nil
}

// mergeShards adds up tallies and prints what veche robust --show verdicts would.
func mergeShards(cmd *cobra.Command, env *environment, run *shards.Run, o *study.Outcome, options robustness.Options, f shardFlags) error {
	sum, err := run.Merged(f.merge, env.whole)
	if err != nil {
		return fileError{err}
	}
	if options.Counted, err = sum.Finish(cmd.Context()); err != nil {
		return fileError{err}
	}
	options.Parts = []string{robustness.PartVerdicts}
	r, err := robustness.Assess(cmd.Context(), o, options)
	if err != nil {
		return err
	}
	if f.robust.study.format == "json" {
		return fileErrorOf(contract.WriteRobustness(safe.NewJSONWriter(env.stdout), r, nil))
	}
	l := f.robust.study.language(o.Study)
	return printTables(env.stdout, report.Robustness(r, options.Parts, l), f.robust.study, l)
}
