package main

import (
	"bufio"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/usage"
	"veche/internal/workbook"
)

func newImport(env *environment) *cobra.Command {
	var path string
	var as []string
	var force bool
	cmd := &cobra.Command{
		Use:   "import FILE.xlsx -o STUDY.xlsx",
		Short: env.say("Make a study of matrices, grids and lists, wherever they stand"),
		Long: env.say("Make a study of a workbook that was not made for it: matrices of comparisons, grids of experts and what they scored, lists of answers, wherever they stand, several on a sheet.") + "\n" +
			env.say("What the cells do not tell is asked on a terminal, or said by --as KIND@Sheet!B2:F6; kinds: matrix, experts-by-items, items-by-experts, items-by-criteria, list, skip."),
		Example: "veche import delphi.xlsx -o study.xlsx --as items-by-experts@Sheet1",
		Args:    oneWorkbook,
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := env.bytes(args[0])
			if err != nil {
				return fileError{err}
			}
			output, err := env.output(path, force, ".xlsx")
			if err != nil {
				return err
			}
			blocks, err := workbook.Recognise(filepath.Base(args[0]), data)
			if err != nil {
				return fileError{err}
			}
			for _, wish := range as {
				if err := workbook.As(blocks, wish); err != nil {
					return err
				}
			}
			if err := env.settle(blocks, args[0]); err != nil {
				return err
			}
			title := strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))
			s, issues, err := workbook.Import(title, blocks)
			if err != nil {
				return err
			}
			if issues.Err() != nil {
				return issues
			}
			if data, err = workbook.WriteStudy(s); err != nil {
				return fileError{err}
			}
			if err := output.Write(data); err != nil {
				return outputError(err)
			}
			if !env.quiet {
				env.tell("wrote %s; look through its sheets, then: %s", path, usage.Suggested("veche", "rank", path))
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&path, "output", "o", "", env.say("write the study to this file"))
	cmd.Flags().StringArrayVar(&as, "as", nil, env.say("what stands somewhere: KIND, KIND@Sheet or KIND@Sheet!B2:F6"))
	cmd.Flags().BoolVar(&force, "force", false, env.say("overwrite the file if it exists"))
	return cmd
}

// settle says what every block is taken for, and asks a person at a terminal about those in doubt.
func (env *environment) settle(blocks []*workbook.Block, path string) error {
	defer env.progress.Hold()()
	answers := bufio.NewScanner(env.stdin)
	kinds := []workbook.Layout{workbook.ExpertsByItems, workbook.ItemsByExperts, workbook.ItemsByMeasure, workbook.Left}
	for _, b := range blocks {
		if b.Layout != "" {
			if !env.quiet {
				env.tell("%s", b.Says())
			}
			continue
		}
		if !env.terminal {
			return language.Errorf("%v. Say it: %s", b.Says(), usage.Suggested("veche", "import", path, "--as", fmt.Sprintf("%s@%s", workbook.ItemsByExperts, b.Place()))+" ("+fmt.Sprint(kinds)+")")
		}
		env.tell("%s", b.Says())
		for b.Layout == "" {
			env.tell("1: experts in rows; 2: experts in columns; 3: measured values, criteria in columns; 4: leave it out")
			if !answers.Scan() {
				return language.Errorf("nothing was chosen for %s", b.Place())
			}
			if k, err := strconv.Atoi(strings.TrimSpace(answers.Text())); err == nil && k >= 1 && k <= len(kinds) {
				b.Layout = kinds[k-1]
			}
		}
	}
	return nil
}
