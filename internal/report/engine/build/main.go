// Command build makes the engine that pages carry: package wasm compiled for a browser, reproducibly, packed, with Go's script that runs it, and beside them
// what they were made of. From the top of the project:
//
//	go run ./internal/report/engine/build           builds
//	go run ./internal/report/engine/build --check   says whether what stands there is made of the present sources, to the byte with the same toolchain; ends
//	                                                with 1 if not
//
// Build once when a change of the engine is finished: each weighs more than a megabyte in the history.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const (
	folder = "internal/report/engine"
	source = "veche/internal/report/engine/wasm"
)

func main() {
	var err error
	switch {
	case len(os.Args) == 1:
		err = build()
	case len(os.Args) == 2 && os.Args[1] == "--check":
		err = check()
	default:
		err = errors.New("usage: go run ./internal/report/engine/build [--check]")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "engine:", err)
		os.Exit(1)
	}
}

// tool runs the go command for a browser, whatever the machine and its settings.
func tool(args ...string) ([]byte, error) {
	c := exec.Command("go", args...)
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=", "GOWASM=", "GOEXPERIMENT=", "CGO_ENABLED=0")
	c.Stderr = os.Stderr
	return c.Output()
}

// sources is the hash of all that the engine is made of: the project's files it compiles, the versions of the modules it takes, the toolchain.
func sources() (hash, toolchain string, err error) {
	out, err := tool("list", "-deps", "-json=ImportPath,Dir,GoFiles,EmbedFiles,Module", source)
	if err != nil {
		return "", "", err
	}
	var lines []string
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Dir     string
			GoFiles, EmbedFiles []string
			Module              *struct {
				Path, Version string
				Main          bool
			}
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return "", "", err
		}
		switch {
		case p.Module == nil: // Go's own
		case !p.Module.Main:
			lines = append(lines, p.Module.Path+" "+p.Module.Version)
		default:
			for _, name := range slices.Concat(p.GoFiles, p.EmbedFiles) {
				data, err := os.ReadFile(filepath.Join(p.Dir, name))
				if err != nil {
					return "", "", err
				}
				lines = append(lines, fmt.Sprintf("%s/%s %x", p.ImportPath, filepath.ToSlash(name), sha256.Sum256(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))))
			}
		}
	}
	slices.Sort(lines)
	version, err := tool("env", "GOVERSION")
	if err != nil {
		return "", "", err
	}
	all := strings.Join(slices.Compact(lines), "\n")
	return fmt.Sprintf("%x", sha256.Sum256([]byte(all))), strings.TrimSpace(string(version)), nil
}

// compile makes the engine.
func compile() ([]byte, error) {
	temporary, err := os.MkdirTemp("", "veche-engine-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temporary)
	made := filepath.Join(temporary, "engine.wasm")
	if _, err := tool("build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=", "-o", made, source); err != nil {
		return nil, err
	}
	return os.ReadFile(made)
}

func build() error {
	hash, toolchain, err := sources()
	if err != nil {
		return err
	}
	wasm, err := compile()
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(wasm)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return err
	}
	root, err := tool("env", "GOROOT")
	if err != nil {
		return err
	}
	runner, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	note := fmt.Sprintf("sources %s\ntoolchain %s\nwasm %x\n", hash, toolchain, sha256.Sum256(wasm))
	for name, data := range map[string][]byte{"engine.wasm.gz": packed.Bytes(), "wasm_exec.js": runner, "engine.sum": []byte(note)} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%s%d bytes, %d packed\n", note, len(wasm), packed.Len())
	return nil
}

// check compares what the engine was made of with what there is.
func check() error {
	hash, toolchain, err := sources()
	if err != nil {
		return err
	}
	note, err := os.ReadFile(filepath.Join(folder, "engine.sum"))
	if err != nil {
		return err
	}
	if !strings.Contains(string(note), "sources "+hash+"\n") {
		return fmt.Errorf("the engine in pages is not made of the present sources: go run ./%s/build, and commit %s", folder, folder)
	}
	if !strings.Contains(string(note), "toolchain "+toolchain+"\n") {
		fmt.Printf("the engine was made by another toolchain than %s, of the same sources\n", toolchain)
		return nil
	}
	wasm, err := compile()
	if err != nil {
		return err
	}
	if hash := fmt.Sprintf("wasm %x\n", sha256.Sum256(wasm)); !strings.Contains(string(note), hash) {
		return fmt.Errorf("the same sources and toolchain make another engine: %s is not in engine.sum", strings.TrimSpace(hash))
	}
	fmt.Println("the engine in pages is made of the present sources, to the byte")
	return nil
}
