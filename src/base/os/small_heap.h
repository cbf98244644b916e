// The heap of a process that runs for months.
#pragma once

namespace cordon::os {

// Before any thread is started: from now on large blocks go back to the system when they are freed, and threads share
// few arenas. By default glibc keeps what its threads once used, and lets that threshold grow with what is freed: a
// gate that read a hundred large documents on 16 threads held 280 MiB for 48 MiB of contents, with this 95. Allocations
// of 1 MiB and more cost a system call each.
void keep_heap_small();

}  // namespace cordon::os
