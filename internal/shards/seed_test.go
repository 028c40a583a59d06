package shards

import "flag"

// Random tests draw the same problems every time; go test -rapid.seed=0 searches among others.
func init() {
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
}
