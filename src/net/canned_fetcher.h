// Prepared answers, for tests.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/os/replace_file.h"
#include "net/fetcher.h"

namespace cordon::net {

class CannedFetcher final : public Fetcher {
 public:
  struct Canned {
    std::string body;
    std::string etag;
    ErrorCode failure = ErrorCode::internal;  // with `fails`
    bool fails = false;
  };
  std::map<std::string, Canned> answers;  // by address; what is not there is not_found
  std::vector<std::string> asked;         // addresses, in the order of asking

  Result<FetchAnswer> fetch(const FetchRequest& request, std::atomic<std::uint64_t>& received) override {
    const std::lock_guard guard(mutex_);
    asked.push_back(request.url);
    const auto found = answers.find(request.url);
    if (found == answers.end()) return fail(ErrorCode::not_found, "no such answer");
    const Canned& canned = found->second;
    if (canned.fails) return fail(canned.failure, "as prepared");
    FetchAnswer answer;
    answer.etag = canned.etag;
    if (!canned.etag.empty() && canned.etag == request.etag) {
      answer.unchanged = true;
      return answer;
    }
    if (canned.body.size() > request.most_bytes) return fail(ErrorCode::too_large, "longer than asked for");
    answer.part = request.first_bytes != 0 && request.first_bytes < canned.body.size();
    const std::string body = answer.part ? canned.body.substr(0, request.first_bytes) : canned.body;
    received += body.size();
    if (request.file.empty()) answer.body = body;
    else TRY(os::replace_file(request.file, body));
    return answer;
  }

 private:
  std::mutex mutex_;
};

}  // namespace cordon::net
