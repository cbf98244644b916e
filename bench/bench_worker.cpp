// What an ask of the worker costs (src/sandbox): one process for each input. Beside it a process that is kept and
// answers one input after the other, without any confinement: what a design would cost that lets one artefact near the
// next. CPU is of the asking thread only; "system" is of all processes, in microseconds an ask.
#include <benchmark/benchmark.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "sandbox/messages.h"
#include "sandbox/namespaces.h"
#include "sandbox/worker.h"

namespace {

using namespace cordon;
using namespace cordon::sandbox;

std::string first_byte(std::string_view input) { return std::string(input.substr(0, 1)); }

double cpu_us(int whose) {
  rusage used{};
  getrusage(whose, &used);
  const auto microseconds = [](const timeval& time) {
    return 1e6 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec);
  };
  return microseconds(used.ru_utime) + microseconds(used.ru_stime);
}

// The worker's processes have been waited for when it ends, and count as this one's children then.
void AProcessEach(benchmark::State& state) {
  const std::string input(static_cast<std::size_t>(state.range(0)), 'a');
  const double before = cpu_us(RUSAGE_SELF) + cpu_us(RUSAGE_CHILDREN);
  {
    auto worker = Worker::start(first_byte, WorkerLimits());
    if (!worker) return state.SkipWithError("does not start");
    for ([[maybe_unused]] auto step : state)
      if (!worker->ask(input)) return state.SkipWithError("no answer");
  }
  const double spent = cpu_us(RUSAGE_SELF) + cpu_us(RUSAGE_CHILDREN) - before;
  state.counters["system_us"] = spent / static_cast<double>(state.iterations());
}
BENCHMARK(AProcessEach)->Arg(0)->Arg(1 << 20)->Arg(50 << 20)->UseRealTime()->Unit(benchmark::kMicrosecond);

// The same bytes, sealed once.
void AProcessEachOfSealedBytes(benchmark::State& state) {
  auto worker = Worker::start(first_byte, WorkerLimits());
  const auto input = SealedInput::copy(std::string(static_cast<std::size_t>(state.range(0)), 'a'));
  if (!worker || !input) return state.SkipWithError("does not start");
  for ([[maybe_unused]] auto step : state)
    if (!worker->ask(*input)) return state.SkipWithError("no answer");
}
BENCHMARK(AProcessEachOfSealedBytes)->Arg(50 << 20)->UseRealTime()->Unit(benchmark::kMicrosecond);

[[noreturn]] void answer_all(int socket) {
  Order order;
  for (Passed passed; receive_message(socket, order, passed) == Heard::message; passed = {}) {
    void* bytes = mmap(nullptr, order.input_bytes, PROT_READ, MAP_PRIVATE, passed[0].get(), 0);
    const char first = bytes == MAP_FAILED ? '\0' : *static_cast<const char*>(bytes);
    if (write(passed[1].get(), &first, 1) != 1) break;
    if (bytes != MAP_FAILED) munmap(bytes, order.input_bytes);
  }
  _exit(0);
}

void AProcessKept(benchmark::State& state) {
  const std::string input(static_cast<std::size_t>(state.range(0)), 'a');
  auto pair = make_socket_pair();
  if (!pair) return state.SkipWithError("no socket");
  const pid_t child = fork();
  if (child == 0) {
    pair->ours = {};  // else it would not see the end
    answer_all(pair->theirs.get());
  }
  for ([[maybe_unused]] auto step : state) {
    const auto sealed = SealedInput::copy(input);
    int ends[2];
    if (!sealed || pipe(ends) != 0) return state.SkipWithError("no input");
    const os::FileDescriptor reading(ends[0]), writing(ends[1]);
    char answer = 0;
    if (!send_message(pair->ours.get(), Order{OrderKind::begin, sealed->size()},
                      {sealed->descriptor(), writing.get()}) ||
        read(reading.get(), &answer, 1) != 1)
      return state.SkipWithError("no answer");
  }
  *pair = {};
  waitpid(child, nullptr, 0);
}
BENCHMARK(AProcessKept)->Arg(1)->Arg(1 << 20)->UseRealTime()->Unit(benchmark::kMicrosecond);

void Start(benchmark::State& state) {
  for ([[maybe_unused]] auto step : state)
    if (!Worker::start(first_byte, WorkerLimits())) return state.SkipWithError("does not start");
}
BENCHMARK(Start)->UseRealTime()->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
