// Asks registries, in a process of its own that is started before anything hostile is read: the one that reads has
// given up sockets by then, and this one reads no files of a project. ADR 14.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/registry_queue.h"
#include "base/os/file_descriptor.h"
#include "base/result.h"
#include "net/curl_transfer.h"

namespace cordon::app {

class RegistryAsker {
 public:
  // Starts the process. Call it before threads start and before the process locks itself down. Where nothing can be
  // fetched (no libcurl), every answer says so. Credentials are in that process only, once the caller forgets them.
  // Fails with system.
  static Result<RegistryAsker> start(const RegistryRules& rules, const RegistryCredentials& credentials,
                                     const net::CurlOptions& transfer, const RegistryLimits& limits);
  RegistryAsker(RegistryAsker&& other) noexcept;
  RegistryAsker& operator=(RegistryAsker&&) = delete;
  // Ends the process, whatever it is doing.
  ~RegistryAsker();

  using Take = std::function<void(std::size_t question, Result<std::string> document)>;

  // Gives the document of each question (base and name count; all are such that the rules allow) to `take`, in any
  // order, each once; errors as RegistryQueue has them, and unavailable where the process is gone. Any thread may ask;
  // one is answered after the other. All calls together never take longer than the limit of seconds and a little.
  void ask(const std::vector<RegistryQuestion>& questions, const Take& take);

 private:
  RegistryAsker(pid_t process, os::FileDescriptor questions, os::FileDescriptor answers, const RegistryLimits& limits)
      : process_(process), questions_(std::move(questions)), answers_(std::move(answers)), limits_(limits) {}
  Result<void> read(char* bytes, std::size_t size);
  Result<std::uint32_t> read_answer(std::size_t questions, Result<std::string>& out);
  Result<void> send(const std::vector<RegistryQuestion>& questions);
  void give_up();

  pid_t process_ = -1;
  os::FileDescriptor questions_, answers_;
  RegistryLimits limits_;
  std::uint64_t spent_ms_ = 0, until_ms_ = 0;  // of asking; of the steady clock, while it asks
  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
};

}  // namespace cordon::app
