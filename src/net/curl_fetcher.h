// The Fetcher on libcurl. The rules that it keeps are in this module's README.
#pragma once

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

 private:
  class Attempt;
  CurlFetcher(const CurlLibrary& curl, CurlOptions options);
  CurlHandle take_handle();
  void give_back(CurlHandle handle);

  const CurlLibrary& curl_;
  CurlOptions options_;
  bool proxied_ = false;
  std::mutex mutex_;
  std::vector<CurlHandle> idle_;  // with their open connections
};

}  // namespace cordon::net
