// The Fetcher on libcurl. The rules that it keeps are in this module's README.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "net/curl_transfer.h"
#include "net/fetcher.h"

namespace cordon::net {

class CurlFetcher final : public Fetcher {
 public:
  // Fails with not_found when libcurl is not here.
  static Result<std::unique_ptr<CurlFetcher>> make(CurlOptions options);

  Result<FetchAnswer> fetch(const FetchRequest& request, std::atomic<std::uint64_t>& received) override;

  // What is under way, and what is asked from now on, fails with unavailable within a second.
  void stop();

 private:
  class Attempt;
  CurlFetcher(const CurlLibrary& curl, CurlOptions options);
  CurlHandle take_handle();
  void give_back(CurlHandle handle);

  const CurlLibrary& curl_;
  CurlOptions options_;
  bool proxied_ = false;
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::condition_variable stopping_;
  std::vector<CurlHandle> idle_;  // with their open connections
};

}  // namespace cordon::net
