// The gate: a server that stands between package clients and their registries, and hands nothing out that policy
// refuses.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "gate/examiner.h"
#include "gate/options.h"
#include "intel/knowledge.h"
#include "net/fetcher.h"

namespace cordon::gate {

struct GateCounts {
  std::uint64_t documents = 0, archives = 0, refused = 0, unchanged = 0, failed = 0;
};

class Gate {
 public:
  // Opens what it remembers and listens; nobody is served yet. `knowledge` may be null; `fetcher` and `examiner` must
  // outlive it. Fails with unavailable (the port is in use, or another gate uses the folder), and as files, the ledger
  // and the server do.
  static Result<std::unique_ptr<Gate>> open(GateOptions options, std::shared_ptr<const intel::Knowledge> knowledge,
                                            net::Fetcher& fetcher, Examiner& examiner);
  ~Gate();

  std::uint16_t port() const;
  void start();
  // Fails as net::HttpServer::reload_certificate does, and then the old one stays.
  Result<void> reload_certificate();
  // Ends: what has begun gets so many seconds.
  void stop(std::uint32_t most_seconds);
  // What is known from now on: every document is judged anew before it is handed out again.
  void use(std::shared_ptr<const intel::Knowledge> knowledge);
  // Where the registry has an archive that is asked of the gate at this path, without a slash before it; empty where it
  // is the usual place. May ask the registry, and wait.
  std::string unusual_address(std::string_view path);
  GateCounts counts() const;

 private:
  class Impl;
  explicit Gate(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::gate
