// Command write puts the hostile workbooks into a folder, for trying other programs on them: go run ./testdata/hostile/write DIR.
package main

import (
	"log"
	"os"
	"path/filepath"
	"strings"

	"veche/testdata/hostile"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: write DIR")
	}
	for _, f := range hostile.Files() {
		name := strings.NewReplacer(" ", "-", ",", "").Replace(f.Name) + ".xlsx"
		if err := os.WriteFile(filepath.Join(os.Args[1], name), f.Make(), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
