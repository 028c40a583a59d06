package main

import (
	"testing"
	"time"

	"veche/internal/ci"
)

// The program itself, short: answers are saved and none is lost, keys are answered by frames. How fast is for the program to say, on a machine that does nothing else.
func TestLoad(t *testing.T) {
	ci.Long(t, "it starts servers and plays people for some seconds")
	r, err := run(t.Context(), options{experts: 30, technologies: 3, criteria: 2, rate: 20, replicas: 1, warm: time.Second, lasts: 3 * time.Second, kill: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.answers) < 20 || len(r.screens) == 0 || r.lost > 0 {
		t.Errorf("%s", r)
	}
	r, err = explore(t.Context(), options{ssh: 6, press: 100 * time.Millisecond, technologies: 3, criteria: 2, lasts: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.answers) < 6 || r.failed > 0 {
		t.Errorf("%s", r)
	}
}
