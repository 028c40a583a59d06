package workers

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"reflect"
	"runtime"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"veche/internal/ci"
	"veche/internal/mcda"
	"veche/internal/shards"
	"veche/internal/store/postgrestest"
	"veche/internal/study"
	"veche/internal/study/robustness"
	"veche/internal/workbook"
)

// horizon is a count of 2,048 draws over 100,000 technologies × 20 criteria, by TOPSIS.
func horizon(t *testing.T) *Job {
	t.Helper()
	r := rand.New(rand.NewPCG(20, 26))
	s := &study.Study{Title: "A large horizon scan", Settings: study.Settings{Weighting: "direct", Method: "topsis", Shortlist: 100}}
	for j := range 20 {
		w := float64(1 + j%4)
		s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprintf("C%d", j+1), Name: fmt.Sprintf("Criterion %d", j+1), Weight: &w})
		if j%5 == 4 {
			s.Criteria[j].Sense = mcda.Cost
		}
	}
	for i := range 100_000 {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%07d", i+1), Name: fmt.Sprintf("Technology %d", i+1)})
		for j := range s.Criteria {
			s.Evidence.Add(study.Measurement{Value: float64(1+r.IntN(999_999)) / 1000, Technology: int32(i), Criterion: int32(j)})
		}
	}
	data, err := workbook.WriteStudy(s)
	if err != nil {
		t.Fatal(err)
	}
	return &Job{Name: "study.xlsx", Study: data, Options: robustness.DrawOptions{Source: robustness.DrawUniform, Draws: 2048, Seed: 1}}
}

// A large count by two workers of one processor each, a shard of it done twice and one worker killed with -9 in the middle, is the count of one process, and no worker
// holds more than 600 MB.
func largeCount(t *testing.T, server *postgrestest.Server) {
	ci.Long(t, "2,048 draws of 100,000 technologies × 20 criteria by workers")
	d, url := database(t, server, 0)
	job := horizon(t)
	want := alone(t, job)
	c := cut(t, d, job, 32)
	if _, err := d.client.Insert(t.Context(), shardArgs{c.id, 3}, &river.InsertOpts{Queue: queue(build)}); err != nil {
		t.Fatal(err)
	}
	done := make(chan *shards.Sum, 1)
	go func() {
		sum, err := d.Count(t.Context(), job, c.o, c.run, time.Hour, nil)
		if err != nil {
			t.Error(err)
		}
		done <- sum
	}()
	victim, other := worker(t, url), worker(t, url)
	for end := time.Now().Add(10 * time.Minute); has(t, d, c.id) < 6; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("no tally comes")
		}
	}
	if err := victim.Process.Kill(); err != nil { // -9
		t.Fatal(err)
	}
	victim.Wait()
	if sum := <-done; sum != nil && digest(t, sum) != want {
		t.Error("other figures")
	}
	other.Process.Kill()
	other.Wait()
	for _, w := range []*exec.Cmd{victim, other} {
		if runtime.GOOS != "linux" {
			continue // elsewhere it is said in other units, or not at all
		}
		held := reflect.ValueOf(w.ProcessState.SysUsage()).Elem().FieldByName("Maxrss").Int() >> 10
		if held > 600 {
			t.Errorf("a worker held %d MB", held)
		}
		t.Logf("a worker held %d MB", held)
	}
}
