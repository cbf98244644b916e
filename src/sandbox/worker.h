// Opens hostile bytes in processes that hold nothing, one for each input: what goes wrong in there is an error value
// here. The README says which layers there are.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sandbox/sealed_input.h"
#include "sandbox/worker_limits.h"

namespace cordon::sandbox {

class Worker {
 public:
  // Starts the process from which others are forked. Call it before threads start and before anything secret is read:
  // it keeps what the program knows now. It ends when the thread that called this ends, and with the Worker at the
  // latest. Fails with invalid_value for limits that make no sense, with internal when the program has threads already,
  // with unavailable when the process ends before it is ready, else with the codes of errno_error.
  static Result<Worker> start(const WorkerJob& job, const WorkerLimits& limits);

  Worker(Worker&&) noexcept;
  Worker& operator=(Worker&&) = delete;
  // Ends all processes and waits for them. No ask may be under way.
  ~Worker();

  // What the job answers to these bytes. From any thread; asks beyond `at_once` wait in order. The answer is as hostile
  // as the input: only its size is checked. Errors:
  //   too_large    input, answer or memory beyond its limit
  //   too_many     too many asks wait already
  //   timed_out    wall or processor time beyond its limit
  //   refused      the job made a system call that no computation needs
  //   crashed      the job died otherwise: by a signal, an exception, an exit
  //   unavailable  it waited for as long as a job may take, and none ended; the job was ended from outside or could
  //                not be started; or the process that starts them is gone,
  //                and then every later ask fails so. It is not started again, since the program has threads by then.
  //   system       a layer of the sandbox could not be put on, and nothing was opened
  // After all but that last unavailable the next ask works.
  Result<std::string> ask(std::string_view input);
  // Without copying the input.
  Result<std::string> ask(const SealedInput& input);

  // Whether the process that starts the work was seen to be gone: no ask is answered any more.
  bool is_gone() const;

  const WorkerReport& report() const;

 private:
  struct State;
  explicit Worker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cordon::sandbox
