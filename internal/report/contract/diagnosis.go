package contract

import (
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"veche/internal/release"
	"veche/internal/study"
)

// Diagnosis is what a report of a fault needs to say of the program, the machine and the study: sizes, settings that are chosen from lists, codes of issues. It holds
// no name, no text and no number that a person typed.
type Diagnosis struct {
	Version   string            `json:"version"`
	System    string            `json:"system"`
	Go        string            `json:"go"`
	CPUs      int               `json:"cpus"`
	Build     map[string]string `json:"build"`
	Libraries map[string]string `json:"libraries"`
	Study     *StudyDiagnosis   `json:"study,omitempty"`
}

// StudyDiagnosis is what it says of a study.
type StudyDiagnosis struct {
	Format     string            `json:"format"` // the file's extension
	Bytes      int               `json:"bytes"`
	Sizes      map[string]int    `json:"sizes"`
	Settings   map[string]string `json:"settings"`
	Parameters []string          `json:"parameters"` // those set, by name
	Issues     map[string]int    `json:"issues"`     // how many of each code
	Depth      int               `json:"tree_depth"`
	Evaluates  string            `json:"evaluates"` // yes, or the codes of what prevents it, or how it broke off
	Stack      []string          `json:"stack,omitempty"`
}

// OfProgram is the part of a diagnosis that no study is needed for.
func OfProgram() *Diagnosis {
	d := &Diagnosis{Version: release.Version, System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), CPUs: runtime.NumCPU(), Build: map[string]string{}, Libraries: map[string]string{}}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if strings.HasPrefix(s.Key, "vcs.") || s.Key == "CGO_ENABLED" || s.Key == "GOAMD64" {
				d.Build[s.Key] = s.Value
			}
		}
		for _, m := range info.Deps {
			d.Libraries[m.Path] = m.Version
		}
	}
	return d
}

// OfFault fills in what is known of a study: evaluate works everything out and gives the issues that prevent it; its panic becomes a stack without values.
func (d *Diagnosis) OfFault(s *study.Study, issues study.Issues, evaluate func() study.Issues) {
	f := &StudyDiagnosis{Issues: map[string]int{}, Sizes: map[string]int{}, Settings: map[string]string{}}
	d.Study = f
	for _, i := range issues {
		f.Issues[i.Code]++
	}
	if s == nil {
		return
	}
	for name, n := range map[string]int{"criteria": len(s.Criteria), "technologies": len(s.Technologies), "experts": len(s.Experts), "blocs": len(s.Blocs), "rounds": len(s.Rounds), "scores": len(s.Scores), "judgements": len(s.Judgements),
		"comparisons": len(s.Comparisons), "evidence": s.Evidence.Len(), "synergies": len(s.Synergies), "rules": len(s.Rules), "terms": len(s.Terms), "unread": len(s.Unread), "scenarios": len(s.Kept)} {
		f.Sizes[name] = n
	}
	set := s.Settings // of these every value is one of a list
	for name, value := range map[string]string{"method": set.Method, "weighting": set.Weighting, "aggregation": set.Aggregation, "group": set.Group, "levels": set.Levels, "competence": set.Competence, "prioritization": set.Prioritization, "random index": set.RandomIndex, "language": set.Language} {
		if value != "" && chosen().MatchString(value) {
			f.Settings[name] = value
		}
	}
	for name := range set.Parameters {
		if chosen().MatchString(name) {
			f.Parameters = append(f.Parameters, name)
		}
	}
	slices.Sort(f.Parameters)
	f.Depth = depthOf(s)
	if issues.Err() != nil {
		f.Evaluates = "not tried"
		return
	}
	defer func() {
		if fault := recover(); fault != nil {
			f.Evaluates, f.Stack = "panics", StackOf(debug.Stack())
		}
	}()
	f.Evaluates = "yes"
	if found := evaluate(); found.Err() != nil {
		f.Evaluates = "no"
		for _, i := range found {
			f.Issues[i.Code]++
		}
	}
}

// chosen is a name of the program's own lists.
var chosen = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9 _-]{0,40}$`) })

// depthOf is the number of levels of the criteria tree.
func depthOf(s *study.Study) int {
	parent := make(map[string]string, len(s.Criteria))
	for _, c := range s.Criteria {
		parent[c.Code] = c.Parent
	}
	most := 0
	for _, c := range s.Criteria {
		depth := 0
		for code := c.Code; code != "" && depth <= len(s.Criteria); code = parent[code] {
			depth++
		}
		most = max(most, depth)
	}
	return most
}

// StackOf are the lines of a stack that name functions and places in them, without their arguments.
func StackOf(stack []byte) []string {
	var lines []string
	for line := range strings.Lines(string(stack)) {
		line = strings.TrimSpace(line)
		switch at := strings.LastIndex(line, "/"); {
		case strings.HasPrefix(line, "goroutine"), strings.HasPrefix(line, "panic("), strings.HasPrefix(line, "runtime"):
		case strings.Contains(line, ".go:"):
			place, _, _ := strings.Cut(line[at+1:], " +")
			lines = append(lines, place)
		case strings.HasSuffix(line, ")") && strings.Contains(line, "("):
			lines = append(lines, line[at+1:strings.LastIndex(line, "(")])
		}
	}
	return lines
}
