package workers

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"veche/internal/ci"
	"veche/internal/shards"
	"veche/internal/store/postgrestest"
	"veche/internal/study"
	"veche/internal/study/robustness"
	"veche/internal/workbook"
)

const build = "the build of the test"

// A worker of its own process, to be killed: this test's program started again.
func TestMain(m *testing.M) {
	if url := os.Getenv("VECHE_TEST_WORKER"); url != "" {
		if err := attend(context.Background(), url, 1); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if url := os.Getenv("VECHE_TEST_HELPER"); url != "" { // one that never comes to an end
		err := help(context.Background(), url, build, func(context.Context, string, json.RawMessage) error { select {} })
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// attend works until ctx ends.
func attend(ctx context.Context, url string, processors int) error {
	d, err := Open(context.WithoutCancel(ctx), url, build, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Work(ctx, &Worker{Read: workbook.ReadBytes, Workers: processors})
}

// random is a study of some kind and what is drawn of it.
func random(t *testing.T, seed uint64) *Job {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 20))
	methods := []string{"topsis", "weighted-sum", "vikor", "weighted-product", "promethee2", "moora", "copras", "electre3"}
	s := &study.Study{Title: "Shards", Settings: study.Settings{Weighting: "direct", Method: methods[int(seed)%len(methods)], Shortlist: r.IntN(7)}}
	n, m, panel := 2+r.IntN(4), 3+r.IntN(25), r.IntN(2) == 0
	for j := range n {
		w := 0.1 + r.Float64()
		s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprintf("C%d", j+1), Name: fmt.Sprintf("Criterion %d", j+1), Weight: &w})
	}
	if panel {
		for e := range 4 {
			s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprintf("E%d", e+1), Name: fmt.Sprintf("Expert %d", e+1)})
		}
	}
	for i := range m {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%d", i+1), Name: fmt.Sprintf("Technology %d", i+1)})
		for j := range n {
			if !panel {
				s.Evidence.Add(study.Measurement{Value: float64(1 + r.IntN(20)), Technology: int32(i), Criterion: int32(j)})
				continue
			}
			for e := range s.Experts {
				s.Scores = append(s.Scores, study.Score{Value: float64(1 + r.IntN(9)), Round: -1, Expert: int32(e), Technology: int32(i), Criterion: int32(j)})
			}
		}
	}
	data, err := workbook.WriteStudy(s)
	if err != nil {
		t.Fatal(err)
	}
	job := &Job{Name: "study.xlsx", Study: data, Options: robustness.DrawOptions{Source: []string{robustness.DrawNear, robustness.DrawUniform}[r.IntN(2)],
		Draws: 1 + r.IntN(700), Seed: 1 + r.Uint64N(1<<40), Panel: panel && r.IntN(2) == 0}}
	if r.IntN(3) == 0 {
		job.Actions = append(job.Actions, study.SetWeights{Weights: map[string]float64{"C1": 0.5}})
	}
	return job
}

// made is the job's run.
func made(t *testing.T, job *Job) *shards.Run {
	t.Helper()
	_, run := evaluated(t, job, build)
	return run
}

// evaluated is the job's outcome, and its run by a build.
func evaluated(t *testing.T, job *Job, build string) (*study.Outcome, *shards.Run) {
	t.Helper()
	o, err := job.Outcome(workbook.ReadBytes)
	if err != nil {
		t.Fatal(err)
	}
	run, err := shards.New(o, job.Options, build)
	if err != nil {
		t.Fatal(err)
	}
	return o, run
}

// digest is the SHA-256 of the figures of a sum, all bits of them.
func digest(t *testing.T, sum *shards.Sum) string {
	t.Helper()
	figures, err := sum.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%x", *figures)))
}

// alone is what `veche robust` counts in one go.
func alone(t *testing.T, job *Job) string {
	t.Helper()
	o, err := job.Outcome(workbook.ReadBytes)
	if err != nil {
		t.Fatal(err)
	}
	figures, err := robustness.Draw(t.Context(), o, job.Options)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%x", *figures)))
}

// An engine counts a job in shards, some of them twice, in an order of its own.
type engine func(t *testing.T, job *Job, r *rand.Rand) *shards.Sum

// goroutines is the first engine: one process.
func goroutines(t *testing.T, job *Job, r *rand.Rand) *shards.Sum {
	sum, err := made(t, job).Alone(t.Context(), 1+r.IntN(9))
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// array is the second: jobs of an array, each from the file, with files of tallies.
func array(t *testing.T, job *Job, r *rand.Rand) *shards.Sum {
	of := 1 + r.IntN(9)
	run := made(t, job)
	sum := run.Sum(of)
	for _, k := range r.Perm(of) {
		worker := made(t, job)
		var file []byte
		for range 1 + r.IntN(2) { // repeated
			tally, err := worker.Do(t.Context(), worker.Plan(of)[k])
			if err != nil {
				t.Fatal(err)
			}
			if file, err = json.Marshal(tally); err != nil {
				t.Fatal(err)
			}
		}
		tally, err := shards.ReadTally("tally", file)
		if err != nil {
			t.Fatal(err)
		}
		if err := sum.Add(tally); err != nil {
			t.Fatal(err)
		}
		if again, _ := shards.ReadTally("tally", file); sum.Add(again) == nil {
			t.Fatal("a shard was taken twice")
		}
	}
	return sum
}

// conform holds an engine to what one processor counts by itself.
func conform(t *testing.T, e engine, runs int) {
	t.Helper()
	for seed := range uint64(runs) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			job := random(t, seed)
			if want, got := alone(t, job), digest(t, e(t, job, rand.New(rand.NewPCG(seed, 1)))); got != want {
				t.Fatal("other figures")
			}
		})
	}
}

func TestGoroutinesConform(t *testing.T) { conform(t, goroutines, ci.Some(50, 8)) }

func TestArrayJobsConform(t *testing.T) { conform(t, array, ci.Some(50, 8)) }

// database is a database with workers at it that end with the test.
func database(t *testing.T, server *postgrestest.Server, workers int) (*Database, string) {
	t.Helper()
	url := server.Database()
	d := connect(t, url)
	for range workers {
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- attend(ctx, url, 1) }()
		t.Cleanup(func() {
			stop()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
	return d, url
}

func connect(t *testing.T, url string) *Database {
	t.Helper()
	d, err := Open(t.Context(), url, build, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	d.silence = 3 * time.Second // one that is taken for dead too early does a shard twice
	return d
}

// cut is a count filed in the database in so many shards.
func cut(t *testing.T, d *Database, job *Job, of int) *counting {
	t.Helper()
	o, run := evaluated(t, job, build)
	c := &counting{d: d, o: o, run: run, begun: map[int]int{}, lost: map[int]bool{}}
	if err := c.file(t.Context(), job, time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, err := d.pool.Exec(t.Context(), "UPDATE run SET shards = $2 WHERE id = $1", c.id, of); err != nil {
		t.Fatal(err)
	}
	c.plan, c.sum = c.run.Plan(of), c.run.Sum(of)
	return c
}

func count(t *testing.T, d *Database, job *Job) *shards.Sum {
	t.Helper()
	o, run := evaluated(t, job, build)
	sum, err := waited(t, d, job, o, run)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// meanwhile counts while the test goes on; what it gives is nil, and the test has failed, when nothing came.
func meanwhile(t *testing.T, d *Database, job *Job) <-chan *shards.Sum {
	done := make(chan *shards.Sum, 1)
	o, run := evaluated(t, job, build)
	go func() {
		sum, err := waited(t, d, job, o, run)
		if err != nil {
			t.Error(err)
		}
		done <- sum
	}()
	return done
}

func waited(t *testing.T, d *Database, job *Job, o *study.Outcome, run *shards.Run) (*shards.Sum, error) {
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	return d.Count(ctx, job, o, run, time.Hour, nil)
}

// One server for all that needs one: starting it takes longer than most of the tests. The last kills it.
func TestRiver(t *testing.T) {
	server := postgrestest.Start(t)
	for _, part := range []struct {
		name string
		test func(*testing.T, *postgrestest.Server)
	}{{"conforms", riverConforms}, {"foreign", foreignIsRefused}, {"other builds", otherBuildsWait}, {"cancel and resume", cancelAndResume}, {"one of two leaves", oneOfTwoLeaves}, {"large", largeCount}, {"killed", killed}} {
		t.Run(part.name, func(t *testing.T) { part.test(t, server) })
	}
}

// The third engine: workers at a database, with jobs filed twice and in another order, and jobs that are lost.
func riverConforms(t *testing.T, server *postgrestest.Server) {
	d, _ := database(t, server, 2)
	conform(t, func(t *testing.T, job *Job, r *rand.Rand) *shards.Sum {
		c := cut(t, d, job, 1+r.IntN(9))
		for _, k := range r.Perm(len(c.plan)) {
			if k == 0 { // one is lost: Count finds that nobody is at it
				continue
			}
			for range 1 + r.IntN(2) {
				if _, err := d.client.Insert(t.Context(), shardArgs{c.id, k}, &river.InsertOpts{Queue: queue(build), Priority: 1 + r.IntN(4)}); err != nil {
					t.Fatal(err)
				}
			}
		}
		return count(t, d, job)
	}, 50)
}

// long is a job that takes some seconds.
func long(t *testing.T, draws int) *Job {
	job := random(t, 2) // VIKOR
	job.Options.Draws, job.Options.Panel = draws, false
	return job
}

// A worker that is killed in the middle, and a server that is, cost time and no figures.
func killed(t *testing.T, server *postgrestest.Server) {
	d, url := database(t, server, 0)
	job := long(t, 400_000)
	want := alone(t, job)
	c := cut(t, d, job, 40)
	done := meanwhile(t, d, job)

	victim := worker(t, url)
	until(t, func() bool { return has(t, d, c.id) >= 3 })
	if err := victim.Process.Kill(); err != nil { // -9
		t.Fatal(err)
	}
	victim.Wait()
	other := worker(t, url)
	until(t, func() bool { return has(t, d, c.id) >= 10 })
	server.Kill()
	server.Run()
	if sum := <-done; sum != nil && digest(t, sum) != want {
		t.Error("other figures after a worker and the server were killed")
	}
	other.Process.Signal(os.Interrupt)
	other.Process.Kill()
	other.Wait()
}

// worker starts a process that works.
func worker(t *testing.T, url string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "VECHE_TEST_WORKER="+url, "GOMAXPROCS=1")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return cmd
}

// has is how many tallies a run has.
func has(t *testing.T, d *Database, run int64) (n int) {
	if err := d.pool.QueryRow(t.Context(), "SELECT count(*) FROM tally WHERE run = $1", run).Scan(&n); err != nil {
		t.Error(err)
	}
	return n
}

func until(t *testing.T, so func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not come")
		}
	}
}

// A count that is cancelled leaves nothing to do, and goes on from what was done.
func cancelAndResume(t *testing.T, server *postgrestest.Server) {
	d, _ := database(t, server, 1)
	job := long(t, 200_000)
	c := cut(t, d, job, 20)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	o, run := evaluated(t, job, build)
	go func() {
		_, err := d.Count(ctx, job, o, run, time.Hour, nil)
		ended <- err
	}()
	until(t, func() bool { return has(t, d, c.id) >= 2 })
	cancel()
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "canceled") {
		t.Fatal(err)
	}
	idle := func() bool {
		var open, busy int
		const left = "SELECT count(*) FILTER (WHERE state NOT IN ('completed', 'cancelled')) FROM river_job"
		if err := d.pool.QueryRow(t.Context(), left).Scan(&open); err != nil {
			t.Fatal(err)
		}
		if err := d.pool.QueryRow(t.Context(), "SELECT count(shard) FROM worker").Scan(&busy); err != nil {
			t.Fatal(err)
		}
		return open == 0 && busy == 0
	}
	until(t, idle)
	before := has(t, d, c.id)
	if before >= 20 {
		t.Fatal("it was done before it could be cancelled")
	}
	if got := digest(t, count(t, d, job)); got != alone(t, job) {
		t.Error("other figures after a count was cancelled and gone on with")
	}
}

// A count that two wait for comes to the one who stays when the other cancels it.
func oneOfTwoLeaves(t *testing.T, server *postgrestest.Server) {
	d, _ := database(t, server, 1)
	job := long(t, 100_000)
	c := cut(t, d, job, 10)
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	o, run := evaluated(t, job, build)
	go func() {
		_, err := d.Count(ctx, job, o, run, time.Hour, nil)
		left <- err
	}()
	stayed := meanwhile(t, d, job)
	until(t, func() bool { return has(t, d, c.id) >= 2 })
	leave()
	if err := <-left; err == nil || !strings.Contains(err.Error(), "canceled") {
		t.Fatal(err)
	}
	if has(t, d, c.id) == 10 {
		t.Fatal("it was done before one could leave")
	}
	if sum := <-stayed; sum == nil {
		return
	} else if got := digest(t, sum); got != alone(t, job) {
		t.Error("other figures after one of two left")
	}
}

// What is not of the run is refused: another run's tally in a shard's place, a shard's in another's, a damaged one; and a study that reads otherwise.
func foreignIsRefused(t *testing.T, server *postgrestest.Server) {
	d, _ := database(t, server, 1)
	job, other := random(t, 1), random(t, 3)
	c := cut(t, d, job, 2)
	foreign := made(t, other)
	strange, err := foreign.Do(t.Context(), foreign.Plan(2)[0])
	if err != nil {
		t.Fatal(err)
	}
	double, err := c.run.Do(t.Context(), c.plan[1])
	if err != nil {
		t.Fatal(err)
	}
	for name, tally := range map[string]*shards.Tally{"another run's": strange, "another shard's": double, "no": nil} {
		data := []byte("damaged")
		if tally != nil {
			if data, err = pack(tally); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.pool.Exec(t.Context(), "INSERT INTO tally (run, shard, counts) VALUES ($1, 0, $2) ON CONFLICT (run, shard) DO UPDATE SET counts = $2", c.id, data); err != nil {
			t.Fatal(err)
		}
		o, run := evaluated(t, job, build)
		if _, err := d.Count(t.Context(), job, o, run, time.Hour, nil); err == nil || !strings.Contains(err.Error(), "cannot be added") {
			t.Errorf("%s tally was taken: %v", name, err)
		}
	}
	// The file in the database is exchanged for another.
	c = cut(t, d, other, 2)
	if _, err := d.pool.Exec(t.Context(), "UPDATE run SET study = $2 WHERE id = $1", c.id, job.Study); err != nil {
		t.Fatal(err)
	}
	o, run := evaluated(t, other, build)
	if _, err := d.Count(t.Context(), other, o, run, time.Hour, nil); err == nil || !strings.Contains(err.Error(), "read otherwise") {
		t.Errorf("a study that is read otherwise was counted: %v", err)
	}
	// What is ranked is damaged, cut short, or gone; or a score of it is another.
	for _, damage := range []string{"UPDATE piece SET data = substring(data FOR 9) WHERE run = $1", "DELETE FROM piece WHERE run = $1",
		"UPDATE piece SET data = set_byte(data, octet_length(data) - 2, get_byte(data, octet_length(data) - 2) # 1) WHERE run = $1"} {
		plain := random(t, 8)
		for seed := uint64(9); ; seed++ {
			if o, _ := evaluated(t, plain, build); shards.Packable(o, plain.Options) {
				break
			}
			plain = random(t, seed)
		}
		c := cut(t, d, plain, 2)
		if _, err := d.pool.Exec(t.Context(), damage, c.id); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Count(t.Context(), plain, c.o, c.run, time.Hour, nil); err == nil || !strings.Contains(err.Error(), "read otherwise") && !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: it was counted: %v", damage, err)
		}
		if _, err := d.pool.Exec(t.Context(), "DELETE FROM run WHERE id = $1", c.id); err != nil {
			t.Fatal(err)
		}
	}
}

// Workers of another build leave the shards alone.
func otherBuildsWait(t *testing.T, server *postgrestest.Server) {
	_, url := database(t, server, 1)
	d, err := Open(t.Context(), url, "another build", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	job := random(t, 0)
	o, run := evaluated(t, job, "another build")
	ctx, stop := context.WithTimeout(t.Context(), 3*time.Second)
	defer stop()
	workers := -1
	if _, err := d.Count(ctx, job, o, run, time.Hour, func(s State) { workers = s.Workers }); err == nil || workers != 0 {
		t.Errorf("%v; %d workers of another build were taken for ours", err, workers)
	}
}
