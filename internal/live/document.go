package live

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"veche/internal/language"
	"veche/internal/store"
)

// Document is evidence that stands beside a technology: a link, or a file that the panel keeps.
type Document struct {
	ID         string    `json:"id"`
	Technology string    `json:"technology"`
	Title      string    `json:"title"`
	Address    string    `json:"address,omitempty"` // https://… or http://…; "" of a file
	File       string    `json:"file,omitempty"`    // its name
	SHA256     string    `json:"sha256,omitempty"`  // of the file
	Size       int       `json:"size,omitempty"`    // bytes
	Removed    bool      `json:"removed,omitempty"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
}

const (
	recDocument  = "document" // a file, by panel and ID
	maxDocument  = 10 << 20   // bytes of a file
	maxDocuments = 200        // of a panel
)

// document folds one: put beside a technology, or taken away again.
func (s *State) document(x *Document) {
	s.Documents = slices.DeleteFunc(slices.Clone(s.Documents), func(d Document) bool { return d.ID == x.ID })
	if !x.Removed {
		s.Documents = append(s.Documents, *x)
	}
}

// AddDocument puts a link, or a file where data is not nil, beside a technology, before the first round opens.
func (p *Panel) AddDocument(ctx context.Context, a Actor, expect int64, d Document, data []byte) (int64, error) {
	s := p.State()
	if err := may(EditStudy, s, a); err != nil {
		return 0, err
	}
	b, err := p.base(ctx)
	if err != nil {
		return 0, err
	}
	d.Title, d.Address = strings.Join(strings.Fields(d.Title), " "), strings.TrimSpace(d.Address)
	if d.Title == "" {
		d.Title = d.File
	}
	if d.Title == "" {
		d.Title = d.Address
	}
	switch {
	case b.study.Technology(d.Technology) < 0:
		return 0, language.Errorf("there is no technology %q", d.Technology)
	case utf8.RuneCountInString(d.Title) > maxTitle || !utf8.ValidString(d.Title) || len(d.File) > 255:
		return 0, language.Errorf("name the document in at most %d characters", maxTitle)
	case len(s.Documents) >= maxDocuments:
		return 0, language.Errorf("there are %d documents already", maxDocuments)
	case data == nil && !linkable(d.Address):
		return 0, language.Errorf("a document is a file, or an address as https://example.org/paper.pdf")
	case len(data) > maxDocument:
		return 0, language.Errorf("a file has at most %d MB", maxDocument>>20)
	}
	if err := p.house.quota.shelf(s, len(data)); err != nil {
		return 0, err
	}
	d.ID, d.By, d.At, d.Removed = newID(), a.Person, p.house.now(), false
	w := store.Write{}
	if data != nil {
		d.Address, d.SHA256, d.Size = "", digest(data).String(), len(data)
		w.Records = append(w.Records, store.RecordWrite{Record: store.Record{Kind: recDocument, Key: p.id + "/" + d.ID, Panel: p.id, Data: data}})
	} else {
		d.File, d.SHA256, d.Size = "", "", 0
	}
	w.Events = []store.Draft{draft(evDocument, "", d)}
	return p.steer(ctx, expect, w)
}

// RemoveDocument takes a document away, before the first round opens.
func (p *Panel) RemoveDocument(ctx context.Context, a Actor, expect int64, id string) (int64, error) {
	s := p.State()
	if err := may(EditStudy, s, a); err != nil {
		return 0, err
	}
	at := slices.IndexFunc(s.Documents, func(d Document) bool { return d.ID == id })
	if at < 0 {
		return 0, ErrNone
	}
	d := s.Documents[at]
	d.Removed, d.By, d.At = true, a.Person, p.house.now()
	w := store.Write{Events: []store.Draft{draft(evDocument, "", d)}}
	if d.File != "" {
		w.Records = append(w.Records, store.RecordWrite{Record: store.Record{Kind: recDocument, Key: p.id + "/" + d.ID}, Expect: store.AnyVersion})
	}
	return p.steer(ctx, expect, w)
}

// Document is a file that stands beside a technology.
func (p *Panel) Document(ctx context.Context, a Actor, id string) (Document, []byte, error) {
	s := p.State()
	if err := may(SeeQuestions, s, a); err != nil {
		return Document{}, nil, err
	}
	at := slices.IndexFunc(s.Documents, func(d Document) bool { return d.ID == id && d.File != "" })
	if at < 0 {
		return Document{}, nil, ErrNone
	}
	r, err := p.house.store.Record(ctx, recDocument, p.id+"/"+id, p.house.now())
	return s.Documents[at], r.Data, err
}

// linkable reports whether an address is one of the web.
func linkable(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && len(address) <= 2000 && utf8.ValidString(address)
}
