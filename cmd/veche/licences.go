package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"veche/internal/licences"
	"veche/internal/usage"
)

func newLicenses(env *environment) *cobra.Command {
	return &cobra.Command{
		Use:     "licenses",
		Aliases: []string{"licences"},
		Short:   env.say("Print the licences of what is linked into this program"),
		Args:    usage.Between(0, 0),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(env.stdout, licences.Notices)
			return fileErrorOf(err)
		},
	}
}
