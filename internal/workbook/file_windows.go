package workbook

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// fileClaim has nothing to do: Windows removes no file that is open.
func fileClaim(*os.File) bool { return true }

func fileRemoveAbandoned(name string) { os.Remove(name) }

func fileKeepOwner(*os.File, fs.FileInfo) {}

func fileDiskFull(err error) bool {
	const handleDiskFull, diskFull = syscall.Errno(39), syscall.Errno(112)
	return errors.Is(err, handleDiskFull) || errors.Is(err, diskFull)
}

func fileInUse(err error) bool {
	const sharingViolation, lockViolation, userMapped = syscall.Errno(32), syscall.Errno(33), syscall.Errno(1224)
	return errors.Is(err, sharingViolation) || errors.Is(err, lockViolation) || errors.Is(err, userMapped)
}
