package peak

import "os"

// Of is not known here.
func Of(*os.ProcessState) int64 { return 0 }
