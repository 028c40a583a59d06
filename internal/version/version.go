// Package version says which edition this is: what --version prints, what reports, records and workbooks carry.
package version

import "runtime/debug"

// edition is the one being made; a build of a tagged module says its own.
const edition = "0.2.0"

// String is the version of the program.
func String() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return edition
}
