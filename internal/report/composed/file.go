package composed

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/docx"
	"veche/internal/report/engine"
	"veche/internal/report/html"
	"veche/internal/report/pdf"
	"veche/internal/report/safe"
	"veche/internal/report/text"
	"veche/internal/study"
)

// Write makes the document of an outcome as a file of a kind, with the engine where it is a page for the analyst.
func Write(ctx context.Context, o *study.Outcome, kind string, x Options) ([]byte, error) {
	d, err := Of(ctx, o, x)
	if err != nil {
		return nil, err
	}
	return File(ctx, d, kind, o, nil)
}

// Changes are actions done to a study, of which nobody noted when.
func Changes(actions []study.Action) []report.Change {
	var all []report.Change
	for _, a := range actions {
		all = append(all, report.Change{Action: a})
	}
	return all
}

// Today is the day to print on what is made: SOURCE_DATE_EPOCH, in seconds, where it is set, so that the same study can be made to give the same bytes.
func Today() time.Time {
	if seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC()
	}
	return time.Now()
}

// Kinds are the files a document can be, by the extension.
func Kinds() []string { return []string{".html", ".docx", ".md", ".json", ".pdf"} }

// File is a document as a file of a kind, one of [Kinds]. A page answers when a weight is moved if it is given the outcome; with nil it is static.
// A Word document fills the letterhead, if there is one.
func File(ctx context.Context, d *report.Document, kind string, answers *study.Outcome, letterhead []byte) ([]byte, error) {
	var b bytes.Buffer
	switch strings.ToLower(kind) {
	case ".json":
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		err := e.Encode(report.Data(d))
		return safe.JSON(b.Bytes()), err
	case ".docx":
		if letterhead != nil {
			return docx.Fill(letterhead, d)
		}
		return docx.Write(d)
	case ".md":
		err := text.Markdown(&b, d)
		return b.Bytes(), err
	case ".pdf":
		page, err := html.Page(d, html.Options{})
		if err != nil {
			return nil, err
		}
		return pdf.Print(ctx, page)
	}
	x := html.Options{}
	if answers != nil && d.Audience == report.Analyst {
		slot, err := engine.Of(answers, d.Language)
		if err != nil {
			return nil, err
		}
		x.Engine = &html.Engine{Key: "try", Title: language.Say(d.Language, "Move a weight"), Markup: slot.Markup, Style: slot.Style, Script: slot.Script}
	}
	return html.Page(d, x)
}
