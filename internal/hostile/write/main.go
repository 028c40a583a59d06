// Command write puts the hostile workbooks into a folder, for trying other programs on them: go run ./internal/hostile/write DIR.
package main

import (
	"log"
	"os"
	"path/filepath"
	"strings"

	"veche/internal/hostile"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: write DIR")
	}
	type file struct {
		name string
		make func() []byte
	}
	var files []file
	for _, f := range hostile.Files() {
		files = append(files, file{f.Name, f.Make})
	}
	for _, f := range hostile.ODSFiles() {
		files = append(files, file{"ods, " + f.Name, f.Make})
	}
	for _, s := range hostile.Studies() {
		files = append(files, file{"study, " + s.Name, s.Make})
	}
	for _, f := range files {
		name := strings.NewReplacer(" ", "-", ",", "").Replace(f.name) + ".xlsx" // whatever it is: what a file is called says nothing
		if err := os.WriteFile(filepath.Join(os.Args[1], name), f.make(), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
