package fleet

import (
	"context"
	"errors"
	"os"
	"runtime/pprof"
)

// profile begins a profile of processor time, and of memory (beside it, with .heap after its name) as it is when ctx ends; stop ends both.
func profile(ctx context.Context, path string) (stop func() error, err error) {
	if path == "" {
		return func() error { return nil }, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	kept := make(chan error, 1)
	context.AfterFunc(ctx, func() { kept <- heap(path + ".heap") })
	return func() error { pprof.StopCPUProfile(); return errors.Join(<-kept, f.Close()) }, nil
}

func heap(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(pprof.WriteHeapProfile(f), f.Close())
}
