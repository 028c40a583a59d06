package contract

import (
	"veche/internal/language"
	"veche/internal/study"
)

type Issue struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	File     string `json:"file"`
	Sheet    string `json:"sheet"`
	Cell     string `json:"cell"`
	Value    string `json:"value"`
	Message  string `json:"message"`
	Remedy   string `json:"remedy"`
}

// OfIssue is an issue with its sentences in a language.
func OfIssue(i study.Issue, l language.Language) Issue {
	return Issue{string(i.Severity), i.Code, i.File, i.Sheet, i.Cell, i.Value, i.Message.In(l), i.Remedy.In(l)}
}

// OfIssues are issues in a language; an empty list for none.
func OfIssues(issues study.Issues, l language.Language) []Issue {
	all := []Issue{}
	for _, i := range issues {
		all = append(all, OfIssue(i, l))
	}
	return all
}
