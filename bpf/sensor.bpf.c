// The kernel side of the sensor. It only observes: nothing here refuses, changes or delays what a program does beyond
// the time that looking takes.
#include "files.h"
#include "packets.h"
#include "process.h"

char program_license[] SEC("license") = "Dual BSD/GPL";
