package usage

import (
	"runtime"
	"strings"
)

// Suggested is a command line for a person to copy: arguments that a shell would take apart are quoted, for the shells of this system.
func Suggested(arguments ...string) string {
	var words []string
	for _, a := range arguments {
		words = append(words, quoted(a, runtime.GOOS == "windows"))
	}
	return strings.Join(words, " ")
}

// quoted quotes one argument where it needs it: in double quotes on Windows, whose file names hold none and whose cmd knows no others, else in single quotes.
func quoted(argument string, windows bool) string {
	safe := func(r rune) bool {
		return r > 127 && r != '\u00a0' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("_-./:,@%+=…", r) || windows && r == '\\'
	}
	switch {
	case argument != "" && strings.IndexFunc(argument, func(r rune) bool { return !safe(r) }) < 0:
		return argument
	case windows:
		return `"` + argument + `"`
	}
	return "'" + strings.ReplaceAll(argument, "'", `'\''`) + "'"
}
