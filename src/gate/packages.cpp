#include "gate/packages.h"

#include <unistd.h>

#include <ctime>
#include <optional>

#include "base/os/place_file.h"
#include "base/sha256.h"
#include "base/text.h"
#include "gate/own_folder.h"
#include "registry/npm_route.h"
#include "registry/package_name.h"

namespace cordon::gate {
namespace {

constexpr std::uint64_t kMostDocumentBytes = 256u << 20;
constexpr std::chrono::seconds kNotAskedAgain{10}, kLongWait{2};
constexpr std::ptrdiff_t kMostExplained = 64;  // versions that one document leaves out

std::string address_of(const Upstream& upstream, std::string_view name) {
  return upstream.base + registry::escaped_name(name);
}

// Whether an answer of the past may stand in: the registry cannot be reached, or does not answer sensibly now.
bool is_passing(const Error& error) {
  return error.code == ErrorCode::unavailable || error.code == ErrorCode::timed_out ||
         error.code == ErrorCode::truncated;
}

// Not where it was asked for at a time that is still to come, by a clock that was ahead.
bool is_fresh(std::int64_t fetched, std::int64_t now, std::uint32_t seconds) {
  return fetched <= now && now - fetched < seconds;
}

// A page for people, as proxies and portals send it.
bool is_page(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<';
}

}  // namespace

Packages::Packages(const GateOptions& options, const Upstreams& upstreams, const Judge& judge, Ledger& ledger,
                   store::BlobFolder& blobs, net::Fetcher& fetcher, Journal& journal)
    : options_(options), upstreams_(upstreams), judge_(judge), ledger_(ledger), blobs_(blobs), fetcher_(fetcher),
      journal_(journal) {}

Result<registry::Packument> read_document(std::string_view text) {
  Limits limits;
  limits.bytes = kMostDocumentBytes;
  return registry::read_packument(text, limits);
}

std::optional<Loaded> Packages::at_hand(std::string_view name, std::int64_t now, std::uint32_t fresh_seconds) {
  const std::lock_guard guard(mutex_);
  const auto found = kept_.find(name);
  if (found == kept_.end()) return std::nullopt;
  const Kept& kept = found->second;
  const bool is_said_now = is_fresh(kept.fetched, now, fresh_seconds);
  const bool stands_in = fresh_seconds >= options_.fresh_seconds && now < kept.stands_in_until;
  if (!(stands_in || is_said_now) || !kept.package->holds_at(now)) return std::nullopt;
  used_.splice(used_.begin(), used_, kept.place);
  return Loaded{kept.package, !is_said_now, {}};
}

Result<Loaded> Packages::load(const std::string& name, std::int64_t now, std::uint32_t fresh_seconds) {
  std::promise<Result<Loaded>> promise;
  for (;;) {
    if (auto here = at_hand(name, now, fresh_seconds)) return std::move(*here);
    Loading others;
    {
      const std::lock_guard guard(mutex_);
      const auto [place, is_first] = loading_.try_emplace(name);
      if (is_first) place->second = {promise.get_future().share(), fresh_seconds};
      else others = place->second;
    }
    if (!others.landed.valid()) break;
    const Result<Loaded> landed = others.landed.get();
    // Who is content with what is older may have been given that.
    if (others.fresh_seconds <= fresh_seconds) return landed;
  }
  Result<Loaded> loaded = load_now(name, now, fresh_seconds);
  {
    const std::lock_guard guard(mutex_);
    loading_.erase(name);
  }
  promise.set_value(loaded ? Loaded{loaded->package, loaded->stands_in, {}}
                           : Result<Loaded>(std::unexpected(loaded.error())));
  return loaded;
}

Result<Loaded> Packages::load_now(const std::string& name, std::int64_t now, std::uint32_t fresh_seconds) {
  const Upstream* const upstream = upstreams_.of(name);
  if (upstream == nullptr)
    return fail(ErrorCode::permission_denied, "the name is private, and no registry of yours is named for it");
  std::string state;
  std::uint64_t forgotten = 0;
  {
    const std::lock_guard guard(mutex_);
    state = epoch_;
    forgotten = forgotten_;
  }
  Fetched fetched = TRY(fetch(*upstream, name, now, fresh_seconds));
  auto packument = read_document(fetched.text);
  if (!packument && is_page(fetched.text))
    return fail(packument.error().code,
                "it answers with a page (HTML) where the document of " + text::visible(name) + " should be. Is " +
                    text::visible(upstream->base) +
                    " the registry (gate.upstream), and does nothing in between ask to sign in?");
  if (!packument) return std::unexpected(std::move(packument.error()));
  if (packument->name != name)
    return fail(ErrorCode::refused, "the registry answers with the document of " + text::visible(packument->name));
  std::vector<Judged> judged = TRY(judge_.judge(*upstream, *packument, now));
  TRY(tell(*packument, judged, now));
  // Only now: what cannot be read must not stand in for what can.
  if (fetched.is_new) remember(*upstream, name, fetched);
  auto package = std::make_shared<const Package>(options_, *upstream, Origin{fetched.digest, fetched.modified},
                                                 *packument, std::move(judged), state, now);
  keep(package, fetched, now, forgotten);
  return Loaded{std::move(package), fetched.stands_in, std::move(fetched.text)};
}

// Clients do not hear of what a document leaves out, and take another release: why stands in the events, and of the
// last versions where `explain` looks.
Result<void> Packages::tell(const registry::Packument& packument, const std::vector<Judged>& judged, std::int64_t now) {
  std::vector<StoredDecision> held;
  for (std::size_t i = 0; i < judged.size(); ++i)
    if (judged[i].held)
      held.push_back({0,
                      now,
                      std::string(packument.name),
                      std::string(packument.versions[i].version),
                      !options_.observe,
                      judged[i].rule,
                      judged[i].reason,
                      {}});
  for (const StoredDecision& one : held) journal_.left_out(one);
  if (std::ssize(held) > kMostExplained) held.erase(held.begin(), held.end() - kMostExplained);
  return own(options_.folder, ledger_.add_new_decisions(held));
}

// What is kept of it and still holds, or what the registry says now.
Result<Packages::Fetched> Packages::fetch(const Upstream& upstream, const std::string& name, std::int64_t now,
                                          std::uint32_t fresh_seconds) {
  const auto document = TRY(own(options_.folder, ledger_.document(upstream.base, name)));
  std::optional<Fetched> before;
  if (document)
    if (auto text = stored(*document)) before = std::move(*text);
  if (before && is_fresh(before->at, now, fresh_seconds)) return std::move(*before);
  const bool may_stand_in = before && now - before->at <= options_.stale_seconds;
  const auto standing_in = [&] {
    before->stands_in = true;
    return std::move(*before);
  };
  if (may_stand_in && was_silent(upstream)) return standing_in();
  const auto begun = std::chrono::steady_clock::now();
  Result<Fetched> fetched = ask(upstream, name, now, before ? &*before : nullptr);
  const auto ended = std::chrono::steady_clock::now();
  const bool is_failed = !fetched && is_passing(fetched.error());
  {
    // One package that the registry cannot serve says nothing of the others, as long as it says so at once.
    const std::lock_guard guard(mutex_);
    if (!is_failed) silent_.erase(upstream.base);
    else if (fetched.error().code == ErrorCode::timed_out || ended - begun >= kLongWait) silent_[upstream.base] = ended;
  }
  if (is_failed && may_stand_in) return standing_in();
  return fetched;
}

// A registry that hangs would be waited for with each of a thousand documents that could stand in.
bool Packages::was_silent(const Upstream& upstream) const {
  const std::lock_guard guard(mutex_);
  const auto found = silent_.find(upstream.base);
  return found != silent_.end() && std::chrono::steady_clock::now() - found->second < kNotAskedAgain;
}

Result<Packages::Fetched> Packages::ask(const Upstream& upstream, const std::string& name, std::int64_t now,
                                        Fetched* before) {
  net::FetchRequest request;
  request.url = address_of(upstream, name);
  request.etag = before != nullptr ? before->etag : std::string();
  request.most_bytes = kMostDocumentBytes;
  request.authorization = upstream.authorization;
  request.redirect_hosts = options_.redirect_hosts;
  request.is_plain = upstream.is_plain;
  request.headers = {"Accept: application/json"};
  std::atomic<std::uint64_t> received{0};
  net::FetchAnswer answer = TRY(fetcher_.fetch(request, received));
  if (answer.unchanged && before != nullptr) {
    before->at = now;
    before->is_new = true;
    return std::move(*before);
  }
  Fetched out{
      std::move(answer.body), {}, std::move(answer.etag), std::move(answer.modified), now, true, false, {}, false};
  out.digest = sha256_hex(out.text);
  if (before != nullptr) out.before = before->digest;
  return out;
}

// A full disk takes the document away from the next start, not from this client.
void Packages::remember(const Upstream& upstream, const std::string& name, const Fetched& fetched) {
  const std::string path = fetched.is_here ? std::string() : blobs_.path_for_new();
  if (!fetched.is_here &&
      (!os::place_file(path, fetched.text, false, os::Existing::replaced) || !blobs_.keep(path, fetched.digest)))
    return;
  if (!ledger_.keep_document(upstream.base, name, {fetched.etag, fetched.digest, fetched.at, fetched.modified})) return;
  if (!fetched.before.empty() && fetched.before != fetched.digest) blobs_.remove(fetched.before);
}

// Held against its digest: a disk may lose what was not brought to it.
Result<Packages::Fetched> Packages::stored(const StoredDocument& document) const {
  const auto blob = TRY(blobs_.find(document.digest));
  if (!blob) return fail(ErrorCode::not_found, "no such document");
  Fetched out{std::string(blob->size, '\0'),
              document.digest,
              document.etag,
              document.modified,
              document.fetched,
              false,
              true,
              {},
              false};
  const ssize_t bytes = ::pread(blob->file->get(), out.text.data(), out.text.size(), 0);
  if (bytes == static_cast<ssize_t>(blob->size) && sha256_hex(out.text) == document.digest) return out;
  blobs_.remove(document.digest);
  return fail(ErrorCode::invalid_value, "a document that was kept is damaged");
}

Result<std::string> Packages::text_of(const Package& package) {
  if (auto here = stored({{}, package.digest(), 0, {}})) return std::move(here->text);
  Fetched again = TRY(fetch(package.upstream(), package.name(), std::time(nullptr), options_.fresh_seconds));
  if (again.digest == package.digest()) return std::move(again.text);
  forget(package.name());
  return fail(ErrorCode::unavailable, "the registry's document has changed meanwhile");
}

Result<Body> Packages::body(const Loaded& loaded, const Flavour& flavour, Coding coding, std::int64_t now) {
  const Package& package = *loaded.package;
  if (auto body = package.at_hand(flavour, coding)) return std::move(*body);
  const std::string text = loaded.text.empty() ? TRY(text_of(package)) : std::string();
  const registry::Packument packument = TRY(read_document(text.empty() ? loaded.text : text));
  Body body = package.make(packument, flavour, coding, now);
  const std::lock_guard guard(mutex_);
  if (const auto found = kept_.find(package.name()); found != kept_.end() && found->second.package.get() == &package)
    count(found->second);
  return body;
}

// What stands in does so for a while: a registry that is not there would be asked, and all judged anew, each time.
void Packages::keep(std::shared_ptr<const Package> package, const Fetched& fetched, std::int64_t now,
                    std::uint64_t forgotten) {
  const std::lock_guard guard(mutex_);
  if (package->epoch() != epoch_ || forgotten != forgotten_) return;  // what it was judged by has changed meanwhile
  if (const auto found = kept_.find(package->name()); found != kept_.end()) drop(found);
  used_.push_front(package->name());
  Kept& kept = kept_[package->name()];
  const std::int64_t until = fetched.stands_in ? now + kNotAskedAgain.count() : 0;
  kept = {std::move(package), fetched.at, until, 0, used_.begin()};
  count(kept);
}

// What was used last stays, whatever its size.
void Packages::count(Kept& kept) {
  const std::uint64_t bytes = kept.package->bytes();
  bytes_ += bytes - kept.bytes;
  kept.bytes = bytes;
  while (bytes_ > options_.memory_bytes && used_.size() > 1) drop(kept_.find(used_.back()));
}

void Packages::drop(std::map<std::string, Kept, std::less<>>::iterator kept) {
  bytes_ -= kept->second.bytes;
  used_.erase(kept->second.place);
  kept_.erase(kept);
}

void Packages::forget(std::string_view name) {
  const std::lock_guard guard(mutex_);
  ++forgotten_;
  if (const auto found = kept_.find(name); found != kept_.end()) drop(found);
}

void Packages::set_epoch(std::string state) {
  const std::lock_guard guard(mutex_);
  if (epoch_ == state) return;
  epoch_ = std::move(state);
  kept_.clear();
  used_.clear();
  bytes_ = 0;
}

}  // namespace cordon::gate
