package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"veche/internal/language"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// pages are the templates of every page in a language.
type pages map[string]*template.Template

// parsePages reads the templates for a language. They are part of the program: an error is the programmer's.
func parsePages(l language.Language) pages {
	functions := template.FuncMap{
		"t":      func(text string, args ...any) string { return language.Say(l, text, args...) },
		"said":   func(m language.Said) string { return m.In(l) },
		"asset":  asset,
		"number": func(x float64, decimals int) string { return figure(l, x, decimals) },
		"clock":  func(t time.Time) string { return clock(l, t) },
		"hour":   func(t time.Time) string { return t.Local().Format("15:04") },
	}
	shared := template.Must(template.New("").Funcs(functions).ParseFS(templateFiles, "templates/layout.html", "templates/parts.html"))
	all := pages{}
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name != "layout" && name != "parts" {
			all[name] = template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, file))
		}
	}
	return all
}

// figure is a number for reading.
func figure(l language.Language, x float64, decimals int) string {
	text := fmt.Sprintf("%.*f", decimals, x)
	if l == language.Russian {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// clock is a time for reading, with its zone; "" for none.
func clock(l language.Language, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format(l.Either("2 Jan 2006 15:04 MST", "02.01.2006 15:04 MST"))
}

// frame is what stands around every page.
type frame struct {
	Lang     string
	Title    string
	Panel    string // the study's title; "" outside of a panel
	Base     string // where the panel's pages are: /p/ID
	Page     string // which of them this is
	Person   string
	Role     string
	Nav      []navigation
	Notice   *notice
	Key      string // of what the page keeps on the device: panel and person
	Live     bool   // follows the stream
	Since    string // where the panel was when the page was made
	Insecure bool   // plain http over a network: the page cannot do all it could
	Wide     bool
	Body     any
}

type navigation struct {
	Page, Title string
	Current     bool
}

// notice is what happened to what was sent.
type notice struct {
	Bad  bool
	Text string
}

// show writes a page.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, page string, f frame) {
	l := s.languageOf(r)
	f.Lang, f.Page = l.Code(), page
	f.Insecure = !s.secure() && !s.loopback
	t := s.pages[l][page]
	if t == nil {
		panic("web: there is no page " + page)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", f); err != nil {
		s.log.Error("page", "page", page, "error", err)
		http.Error(w, language.Say(l, "The page could not be made. Nothing was lost; please tell the secretary."), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader may have gone
}

// assets are the embedded files by the address they are served under, which holds a hash of them and so may be kept for ever. They are hashed when a server first
// needs one: a command that serves nothing does not wait for it.
var assets = sync.OnceValues(hashAssets)

func hashAssets() (map[string]string, map[string]string) {
	byAddress, byName := map[string]string{}, map[string]string{}
	err := fs.WalkDir(staticFiles, "static", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := staticFiles.ReadFile(file)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		name := strings.TrimPrefix(file, "static/")
		address := "/static/" + hex.EncodeToString(sum[:6]) + "/" + name
		byAddress[address], byName[name] = file, address
		return nil
	})
	if err != nil {
		panic(err)
	}
	for name, f := range engineFiles() {
		sum := sha256.Sum256(f.data)
		address := "/static/" + hex.EncodeToString(sum[:6]) + "/" + name
		byAddress[address], byName[name] = name, address
	}
	return byAddress, byName
}

// asset is the address of an embedded file.
func asset(name string) (string, error) {
	_, addresses := assets()
	if a, ok := addresses[name]; ok {
		return a, nil
	}
	return "", fmt.Errorf("there is no file %s", name)
}

func (s *Server) static(w http.ResponseWriter, r *http.Request) {
	files, _ := assets()
	file, ok := files[r.URL.Path]
	if !ok {
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	if f, ok := engineFiles()[file]; ok {
		w.Header().Set("Content-Type", f.kind)
		_, _ = w.Write(f.data)
		return
	}
	data, err := staticFiles.ReadFile(file)
	if err != nil {
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(file)))
	_, _ = w.Write(data)
}
