package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/tui"
	"veche/internal/tui/draw"
	"veche/internal/usage"
	"veche/internal/workbook"
)

func newFrame(env *environment) *cobra.Command {
	var f exploreFlags
	var size, keys, output string
	var force bool
	cmd := &cobra.Command{
		Use:     "frame SCREEN [STUDY.xlsx]",
		Short:   env.say("Print one explorer screen as text or a picture"),
		Long:    env.say("Print one explorer screen as text: %s. Without a study it is the built-in example.", strings.Join(tui.Screens(), ", ")),
		Example: "veche frame weights study.xlsx --size 140x40 --keys \"right right down +\"",
		Args:    usage.Between(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			var width, height int
			if n, err := fmt.Sscanf(size, "%dx%d", &width, &height); n != 2 || err != nil || width < 1 || height < 1 || width > 1000 || height > 1000 {
				return language.Errorf("--size takes WIDTHxHEIGHT of at most 1000x1000, as 140x40, not %q", size)
			}
			path, name := "", exampleName+" (example)"
			if len(args) == 2 {
				path, name = args[1], called(args[1])
			}
			s, err := env.open(path)
			if err != nil {
				return err
			}
			var out *workbook.Output
			if output != "" {
				if out, err = env.output(output, force, ".svg", ".txt", ".ans"); err != nil {
					return err
				}
			}
			picture := strings.EqualFold(filepath.Ext(output), ".svg")
			if f.theme == "" {
				if f.theme = "none"; picture {
					f.theme = "dark"
				}
			}
			said, err := f.language(s)
			if err != nil {
				return err
			}
			text, err := tui.Frame(args[0], s, tui.Options{File: name, Language: said}, tui.FrameOptions{Width: width, Height: height, Theme: f.theme, ASCII: f.ascii, Keys: strings.Fields(keys)})
			if err != nil {
				return err
			}
			text += "\n"
			if picture {
				text = draw.SVG(text, width, height, f.theme == "light")
			}
			if out != nil {
				return outputError(out.Write([]byte(text)))
			}
			_, err = fmt.Fprint(env.stdout, text)
			return fileErrorOf(err)
		},
	}
	f.add(env, cmd)
	cmd.Flags().StringVar(&size, "size", "80x24", env.say("width and height in characters"))
	cmd.Flags().StringVarP(&output, "output", "o", "", env.say("write it to this file instead, as a picture if the name ends in .svg, as text if in .txt or .ans"))
	cmd.Flags().BoolVar(&force, "force", false, env.say("overwrite the file if it exists"))
	cmd.Flags().StringVar(&keys, "keys", "", env.say("keys pressed first, separated by spaces, as \"right right u\""))
	return cmd
}
