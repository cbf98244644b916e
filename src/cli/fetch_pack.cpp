#include "cli/fetch_pack.h"

#include "base/limits.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kMostSignature = 64u << 10;

Result<std::string> fetch_text(const std::string& url, std::uint64_t most_bytes, net::Fetcher& fetcher) {
  net::FetchRequest request;
  request.url = url;
  request.most_bytes = most_bytes;
  std::atomic<std::uint64_t> received{0};
  return TRY(fetcher.fetch(request, received)).body;
}

}  // namespace

bool is_address(const std::string& argument) { return argument.contains("://"); }

Result<app::GivenPack> fetch_pack(const std::string& url, const std::string& signature, net::Fetcher& fetcher) {
  app::GivenPack given;
  given.name = url;
  given.text = TRY(fetch_text(url, Limits().bytes, fetcher));
  Result<std::string> text = fetch_text(signature.empty() ? url + ".minisig" : signature, kMostSignature, fetcher);
  if (text) given.signature = std::move(*text);
  else if (!signature.empty() || text.error().code != ErrorCode::not_found)
    return std::unexpected(std::move(text.error()));
  return given;
}

}  // namespace cordon::cli
