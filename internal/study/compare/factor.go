package compare

import "veche/internal/language"

// Factor is one of the five things that may change between editions and move a technology.
type Factor uint8

const (
	Candidates Factor = iota // the set of technologies, exclusions
	People                   // experts, blocs, their weights, competence values, conflicts, excluded experts
	Scores                   // answers, evidence, links, the round, and what is in a criterion's unit
	Weights                  // tree and direct weights, judgements, weighting and its parameters, moved weights, locks
	Method                   // the ranking method, its parameters, how answers are joined
	factors
)

// Apart is the factor of what moves no rank.
const Apart Factor = factors

// Factors lists the five.
func Factors() []Factor { return []Factor{Candidates, People, Scores, Weights, Method} }

// Key is the factor's name in data.
func (f Factor) Key() string {
	return [...]string{"candidates", "people", "scores", "weights", "method", "apart"}[f]
}

// Title is the factor's name for reading.
func (f Factor) Title() language.Message {
	return [...]language.Message{language.M("candidates‹factor›"), language.M("people‹factor›"), language.M("scores‹factor›"), language.M("weights‹factor›"), language.M("method‹factor›"), language.M("moves no rank")}[f]
}

// Fields says which factor every field of a study, and of what it is made of, belongs to: by type and field. What identifies a thing, or says where it stood, is
// [Apart]. Settings.Parameters holds the parameters of two factors; see study.Settings.Split.
var Fields = map[string]map[string]Factor{
	"Study": {
		"Title": Apart, "Source": Apart, "Settings": Apart, // by its own fields
		"Criteria": Apart, "Technologies": Candidates, "Experts": People, "Blocs": People, "Sources": People, "Rounds": Scores, // criteria by their own fields
		"Scores": Scores, "Judgements": Weights, "Comparisons": Scores, "Unread": Scores, "Evidence": Scores, "Synergies": Apart, "Rules": Apart, "Links": Scores, "Terms": Scores, "Distributions": Scores,
		"Seal": Apart, "Meeting": Apart, "CriteriaOnly": Apart, "LinksOnly": Apart, "Warnings": Apart, "Sheets": Apart, "Called": Apart,
		"Moved": Weights, "Locked": Weights, "Excluded": Apart, "Sharing": Apart, "Kept": Apart, // what is excluded by its own fields
	},
	"Settings": {
		"Method": Method, "Weighting": Weights, "Aggregation": Method, "Group": Weights, "Levels": Method, "Competence": Method, "Prioritization": Weights, "RandomIndex": Weights,
		"Round": Scores, "Shortlist": Apart, "Budget": Apart, "Threshold": Apart, "Seed": Apart, "Language": Apart, "Parameters": Method, "Origins": Apart,
	},
	"Excluded": {"Experts": People, "Technologies": Candidates, "Why": Apart},
	"Criterion": {
		"Code": Weights, "Name": Weights, "Parent": Weights, "Weight": Weights, "Fuzzy": Weights,
		"Sense": Scores, "Unit": Scores, "Min": Scores, "Max": Scores, "Target": Scores, "Value": Scores, "Preference": Scores, "Limits": Scores, "Links": Scores,
		"LinksAt": Apart, "Origin": Apart, "WeightAt": Apart,
	},
	"Technology": {"ID": Candidates, "Name": Candidates, "Group": Apart, "Cost": Apart, "CostAt": Apart, "Pin": Apart, "Prior": Scores, "Note": Apart, "Origin": Apart},
	"Expert":     {"ID": People, "Name": People, "Organisation": People, "Bloc": People, "Weight": People, "Familiarity": People, "Arguments": People, "Conflicts": People, "Origin": Apart},
	"Bloc":       {"Name": People, "Weight": People, "Origin": Apart},
}
