package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"os"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/service"
	"veche/internal/usage"
	"veche/internal/workbook"
)

// placeFlags are where panels are kept, and which of them is meant.
type placeFlags struct {
	service.Place
	panel string
}

func (f *placeFlags) add(env *environment, cmd *cobra.Command, which bool) {
	cmd.Flags().StringVar(&f.Data, "data", "veche-data", env.say("folder of the database"))
	cmd.Flags().StringVar(&f.DB, "db", os.Getenv("VECHE_DB"), env.say("where panels stand in PostgreSQL and not in the folder, as postgres://user@host/panels (or VECHE_DB)"))
	if which {
		cmd.Flags().StringVar(&f.panel, "panel", "", env.say("the panel's ID or its beginning; needed where there are several"))
	}
}

// in opens the panel that is meant.
func (f *placeFlags) in(env *environment, do func(*live.Panel) error) error {
	env.reads(f.Data) // no output is written over its files
	return stored(f.Place, f.In(env.ctx, func(h *live.House) error {
		p, err := service.Chosen(env.ctx, h, f.panel)
		if err != nil {
			return err
		}
		return do(p)
	}))
}

// stored tells trouble with where panels are kept, which could not be read or written, from wrong usage.
func stored(at service.Place, err error) error {
	var file fileError
	var name *workbook.NameError
	if errors.As(err, &file) || errors.As(err, &name) {
		return err
	}
	if trouble := at.Trouble(err); trouble != nil {
		return fileError{trouble}
	}
	return err
}

func newPanels(env *environment) *cobra.Command {
	var f placeFlags
	var format string
	cmd := &cobra.Command{
		Use:   "panels",
		Short: env.say("List the live panels that are kept; erase a person's data"),
		Args:  usage.Between(0, 0),
		RunE: func(*cobra.Command, []string) error {
			return stored(f.Place, f.In(env.ctx, func(h *live.House) error {
				t, err := service.List(env.ctx, h, env.lang)
				if err != nil {
					return err
				}
				return printTable(env.stdout, t, format, env.lang, false)
			}))
		},
	}
	f.add(env, cmd, false)
	cmd.Flags().StringVar(&format, "format", "table", env.say("how to print: table, csv, md"))
	var e placeFlags
	erase := &cobra.Command{
		Use:   "erase PERSON",
		Short: env.say("Take a person's data out of a panel by order; the proof says that it was done"),
		Args:  usage.Between(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			return e.in(env, func(p *live.Panel) error {
				n, err := p.Erase(env.ctx, args[0])
				if err == nil {
					env.tell("erased %d payload of %s|erased %d payloads of %s", n, args[0])
				}
				return err
			})
		},
	}
	e.add(env, erase, true)
	cmd.AddCommand(erase)
	return cmd
}

func newInvite(env *environment) *cobra.Command {
	var f placeFlags
	var url, links, output string
	var chair, force bool
	cmd := &cobra.Command{
		Use:   "invite PERSON...",
		Short: env.say("Make new links for people of a live panel; those they had end"),
		Long: env.say("Make new links for people of a live panel, by their IDs, or with --chair for the chair. A link that a person had ends with its sessions; an expert finds an empty ballot behind a new one.\n" +
			"Links are secrets: they are printed to a terminal, or with --links json or csv (for mail merge), or into a file."),
		Example: "veche invite --chair --url https://panel.example\nveche invite E01 E02 --url https://panel.example --links csv -o links.csv",
		RunE: func(_ *cobra.Command, args []string) error {
			if url == "" {
				return language.Errorf("say with --url what people open, as https://panel.example")
			}
			return f.in(env, func(p *live.Panel) error { return invite(env, p, args, chair, url, links, output, force) })
		},
	}
	f.add(env, cmd, true)
	cmd.Flags().StringVar(&url, "url", "", env.say("what people open, as https://panel.example"))
	cmd.Flags().BoolVar(&chair, "chair", false, env.say("the chair"))
	cmd.Flags().StringVar(&links, "links", "", env.say("how to print: json or csv (default: lines, to a terminal)"))
	cmd.Flags().StringVarP(&output, "output", "o", "", env.say("write CSV to this file"))
	cmd.Flags().BoolVar(&force, "force", false, env.say("overwrite the file"))
	return cmd
}

func invite(env *environment, p *live.Panel, people []string, chair bool, url, links, output string, force bool) error {
	if chair {
		a, err := service.Chair(p)
		if err != nil {
			return err
		}
		people = append(people, a.Person)
	}
	if len(people) == 0 {
		return language.Errorf("name the people to invite, or --chair")
	}
	if !env.terminal && links == "" && output == "" {
		return language.Errorf("links are printed to a terminal; say --links json or csv, or -o FILE.csv")
	}
	var out *workbook.Output
	var err error
	if output != "" {
		if out, err = env.output(output, force, ".csv"); err != nil {
			return err
		}
	}
	made, err := service.Renew(env.ctx, p, people)
	if err != nil {
		return err
	}
	kind := cmp.Or(links, "lines")
	if out != nil {
		kind = "csv"
	}
	data, err := service.Listed(url, made, kind)
	if err != nil {
		return err
	}
	if out != nil {
		return outputError(out.Write(data))
	}
	_, err = env.stdout.Write(data)
	return fileErrorOf(err)
}

func newExport(env *environment) *cobra.Command {
	var f placeFlags
	var output, record string
	var force bool
	cmd := &cobra.Command{
		Use:   "export -o OUT.xlsx|--record OUT.json",
		Short: env.say("Write a live panel's workbook, or its record, after a round was closed"),
		Long: env.say("Write a live panel's workbook after a round was closed: of an open panel what veche collect would have made of its forms, of a closed one the study with codes for experts.\n" +
			"With --record write the record, by which veche verify checks the panel without its server."),
		Args: usage.Between(0, 0),
		RunE: func(*cobra.Command, []string) error {
			if output == "" && record == "" {
				return language.Errorf("say with -o which workbook to write, or with --record which record")
			}
			return f.in(env, func(p *live.Panel) error {
				a, err := service.Chair(p)
				if err != nil {
					return err
				}
				for _, x := range []struct {
					path, kind string
					make       func() ([]byte, error)
				}{{output, ".xlsx", func() ([]byte, error) { return p.Export(env.ctx, a) }}, {record, ".json", func() ([]byte, error) { return p.Record(env.ctx, a) }}} {
					if x.path == "" {
						continue
					}
					out, err := env.output(x.path, force, x.kind)
					if err != nil {
						return err
					}
					data, err := x.make()
					if err != nil {
						return err
					}
					if err := out.Write(data); err != nil {
						return outputError(err)
					}
				}
				return nil
			})
		},
	}
	f.add(env, cmd, true)
	cmd.Flags().StringVarP(&output, "output", "o", "", env.say("write the workbook to this file"))
	cmd.Flags().StringVar(&record, "record", "", env.say("write the record to this file"))
	cmd.Flags().BoolVar(&force, "force", false, env.say("overwrite files that exist"))
	return cmd
}

func newBackup(env *environment) *cobra.Command {
	var f placeFlags
	var output, recipient, passphrase, restore, identity string
	var force bool
	cmd := &cobra.Command{
		Use:   "backup -o FILE.age | --restore FILE.age",
		Short: env.say("Write an encrypted copy of all live panels, or put one back"),
		Long: env.say("Write a copy of all panels, encrypted with age to a recipient (age1…) or to the passphrase that a file holds. With --restore put a copy back into an empty folder or database:\n" +
			"all links and sessions end then, and every panel's chain says that receipts given after the copy may be missing."),
		Args: usage.Between(0, 0),
		RunE: func(*cobra.Command, []string) error {
			to, err := service.CopyTo(recipient, passphrase)
			if err != nil {
				return fileError{err}
			}
			if restore != "" {
				if err := f.RestoreFile(env.ctx, restore, to, identity); err != nil {
					return fileError{cmp.Or(f.Trouble(err), err)}
				}
				env.tell("The copy is put back. All links and sessions have ended: veche invite makes new ones.")
				return nil
			}
			if output == "" {
				return language.Errorf("say with -o where to write the copy")
			}
			env.reads(f.Data, passphrase)
			out, err := env.output(output, force, ".age")
			if err != nil {
				return err
			}
			var copied bytes.Buffer
			if err := f.Backup(env.ctx, &copied, to); err != nil {
				return stored(f.Place, err)
			}
			return outputError(out.Write(copied.Bytes()))
		},
	}
	f.add(env, cmd, false)
	flags := cmd.Flags()
	flags.StringVarP(&output, "output", "o", "", env.say("write the copy to this file"))
	flags.StringVar(&recipient, "recipient", "", env.say("whom it is encrypted to, as age-keygen prints it (age1…)"))
	flags.StringVar(&passphrase, "passphrase-file", "", env.say("file with the passphrase it is encrypted with, or opened with"))
	flags.StringVar(&restore, "restore", "", env.say("put this copy back"))
	flags.StringVar(&identity, "identity", "", env.say("file with the key that opens it (AGE-SECRET-KEY-1…)"))
	flags.BoolVar(&force, "force", false, env.say("overwrite the file"))
	return cmd
}

func newVerify(env *environment) *cobra.Command {
	var absent []string
	cmd := &cobra.Command{
		Use:   "verify RECORD.json [RECEIPT.json...]",
		Short: env.say("Check a live panel's record without its server"),
		Long: env.say("Check a live panel's record without its server: the chain of events, who voted, the box and its root, every ballot against its commitment; work the ranking out again; and hold receipts and\n" +
			"roots that people kept against it. What does not fit is named, and the exit code is 1."),
		Example: "veche verify record.json receipts/*.json\nveche verify record.json --absent E05",
		Args:    usage.Between(1, math.MaxInt),
		RunE: func(_ *cobra.Command, args []string) error {
			v, err := service.Verify(args[0], args[1:], absent)
			if err != nil {
				return fileError{err}
			}
			for _, line := range service.Say(v, env.lang) {
				fmt.Fprintln(env.stdout, line)
			}
			if len(v.Wrong) > 0 {
				return errPrinted
			}
			return nil
		},
	}
	cmd.Flags().StringArrayVar(&absent, "absent", nil, env.say("somebody who did not vote, by ID"))
	return cmd
}
