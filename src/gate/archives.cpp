#include "gate/archives.h"

#include <unistd.h>

#include <algorithm>

#include "base/os/place_file.h"
#include "base/sha1.h"
#include "base/sha256.h"
#include "base/text.h"
#include "crypto/sha512.h"
#include "gate/archive_place.h"
#include "gate/own_folder.h"
#include "model/integrity.h"

namespace cordon::gate {
namespace {

constexpr std::uint64_t kMostArchiveBytes = 512u << 20;
constexpr std::size_t kMostAtHand = 50'000;  // archives of which is known what became of them; then the ledger is asked

std::string key_of(const Package& package, const Release& release, std::string_view integrity) {
  return package.upstream().base + '\n' + package.name() + '\n' + release.version + '\n' + std::string(integrity);
}

// The digest in hexadecimal, under which the blob folder has the archive.
std::string digest_of(std::string_view integrity) {
  const auto hashes = model::parse_integrity(integrity);
  return hashes.size() == 1 ? model::hex_of_integrity(hashes.front()) : std::string();
}

// The integrity of these bytes in the algorithm of `like`: what registries state is SHA-512, of old releases SHA-1.
// Empty for another one.
std::string integrity_of(std::string_view bytes, std::string_view like) {
  if (like.starts_with("sha256-")) return model::integrity_of_hex(model::DigestAlgorithm::sha256, sha256_hex(bytes));
  if (like.starts_with("sha1-")) return model::integrity_of_hex(model::DigestAlgorithm::sha1, sha1_hex(bytes));
  if (!like.empty() && !like.starts_with("sha512-")) return {};
  return model::integrity_of_hex(model::DigestAlgorithm::sha512, crypto::sha512_hex(bytes));
}

Result<std::string> read_all(const store::Blob& blob) {
  std::string out(blob.size, '\0');
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t bytes = ::pread(blob.file->get(), out.data() + done, out.size() - done, static_cast<off_t>(done));
    if (bytes <= 0) return fail(ErrorCode::io, "an archive that was kept cannot be read");
    done += static_cast<std::size_t>(bytes);
  }
  return out;
}

}  // namespace

std::optional<Handed> Archives::at_hand(const Package& package, const Release& release) {
  Examined examined;
  {
    const std::lock_guard guard(mutex_);
    if (!checked_.contains(release.integrity)) return std::nullopt;
    const auto found = examined_.find(key_of(package, release, release.integrity));
    if (found == examined_.end()) return std::nullopt;
    examined = found->second;
  }
  // What a waiver lifts must not hide what else there is.
  if (examined.blocks && release.judged.is_lifted(examined.rule)) return std::nullopt;
  auto blob = blobs_.find(digest_of(release.integrity));
  if (!blob || !*blob) return std::nullopt;
  return handed(release, release.integrity, std::move(**blob), std::move(examined));
}

Result<Handed> Archives::load(const Package& package, const Release& release) {
  const std::optional<std::string> before = TRY(served(package, release));
  const Content all = TRY(content(package, release, before));
  // Digests of two algorithms cannot be compared, the bytes can.
  Examined found;
  const bool is_changed = before && integrity_of(all.bytes, *before) != *before;
  if (is_changed && !release.judged.is_lifted(kContentChanged))
    found = {
        true, std::string(kContentChanged),
        "its archive had the digest " + *before + " when it was handed out first, and has " + all.integrity + " now"};
  else found = TRY(examined(package, release, all));
  if (is_changed) found.is_final = false;  // it passes for as long as the waiver holds
  auto blob = TRY(own(options_.folder, blobs_.find(digest_of(all.integrity))));
  if (!blob) return fail(ErrorCode::system, "an archive that was just kept is not there any more");
  Handed out = handed(release, all.integrity, std::move(*blob), std::move(found));
  // What was refused was not handed out: a clean one may take its place.
  if (out.blob)
    TRY(own(options_.folder,
            ledger_.keep_served(package.upstream().base, package.name(), release.version, all.integrity)));
  return out;
}

void Archives::keep_at_hand(const Package& package, const Release& release, const Handed& handed) {
  if (!handed.examined.is_final) return;
  const std::lock_guard guard(mutex_);
  if (examined_.size() >= kMostAtHand) examined_.clear();
  examined_[key_of(package, release, handed.integrity)] = handed.examined;
}

Result<std::string> Archives::bytes_of(const Package& package, const Release& release) {
  const std::optional<std::string> before = TRY(served(package, release));
  return TRY(content(package, release, before)).bytes;
}

Handed Archives::handed(const Release& release, std::string integrity, store::Blob blob, Examined examined) const {
  if (examined.blocks && !release.judged.is_lifted(examined.rule) && !options_.observe)
    return {std::nullopt, std::move(examined), std::move(integrity)};
  return {std::move(blob), std::move(examined), std::move(integrity)};
}

// The integrity of what was handed out first for the release, by another gate on this folder perhaps.
Result<std::optional<std::string>> Archives::served(const Package& package, const Release& release) const {
  const auto all = TRY(own(options_.folder, ledger_.served(package.upstream().base, package.name())));
  const auto found = all.find(release.version);
  return found == all.end() ? std::nullopt : std::optional(found->second);
}

Result<Archives::Content> Archives::content(const Package& package, const Release& release,
                                            const std::optional<std::string>& before) {
  std::string known = release.integrity.empty() ? before.value_or("") : release.integrity;
  if (!known.empty())
    if (auto bytes = kept(known)) return Content{std::move(*bytes), std::move(known)};
  return fetch(package, release);
}

// What lies in the blob folder, held against its digest; what is something else is thrown away.
std::optional<std::string> Archives::kept(std::string_view integrity) {
  const std::string digest = digest_of(integrity);
  if (digest.empty()) return std::nullopt;
  auto blob = blobs_.find(digest);
  if (!blob || !*blob) return std::nullopt;
  auto bytes = read_all(**blob);
  if (!bytes || integrity_of(*bytes, integrity) != integrity) {
    blobs_.remove(digest);
    return std::nullopt;
  }
  remember_checked(integrity);
  return std::move(*bytes);
}

Result<Archives::Content> Archives::fetch(const Package& package, const Release& release) {
  const Upstream& upstream = package.upstream();
  net::FetchRequest request;
  request.url = TRY(archive_place(upstream, options_.redirect_hosts, release.address));
  request.most_bytes = kMostArchiveBytes;
  request.redirect_hosts = options_.redirect_hosts;
  request.is_plain = upstream.is_plain;
  // Credentials go where they are for, and nowhere that a document names.
  if (request.url.starts_with(upstream.base)) request.authorization = upstream.authorization;
  std::atomic<std::uint64_t> received{0};
  Content out;
  out.bytes = TRY(fetcher_.fetch(request, received)).body;
  out.integrity = integrity_of(out.bytes, release.integrity);
  if (out.integrity.empty())
    return fail(ErrorCode::refused,
                "the registry states a digest of a kind that no client uses: " + text::visible(release.integrity));
  if (!release.integrity.empty() && out.integrity != release.integrity)
    return fail(ErrorCode::refused,
                "the archive has the digest " + out.integrity + ", and the registry states " + release.integrity);
  const std::string path = blobs_.path_for_new();
  TRY(own(options_.folder, os::place_file(path, out.bytes, false, os::Existing::replaced)));
  TRY(own(options_.folder, blobs_.keep(path, digest_of(out.integrity))));
  remember_checked(out.integrity);
  return out;
}

void Archives::remember_checked(std::string_view integrity) {
  const std::lock_guard guard(mutex_);
  if (checked_.size() >= kMostAtHand) checked_.clear();
  checked_.emplace(integrity);
}

Result<Examined> Archives::examined(const Package& package, const Release& release, const Content& content) {
  const std::string& base = package.upstream().base;
  const auto findings = TRY(own(options_.folder, ledger_.findings(base, package.name())));
  if (const auto found = findings.find(release.version);
      found != findings.end() && found->second.rules == judge_.rules() &&
      found->second.integrity == content.integrity &&
      !(found->second.blocks && release.judged.is_lifted(found->second.rule)))
    return Examined{found->second.blocks, found->second.rule, found->second.reason};
  Examined now = examiner_.examine(package, release, content.bytes);
  if (!now.is_final) {
    if (now.blocks) return fail(ErrorCode::timed_out, now.reason);
    return now;
  }
  const StoredFinding finding{content.integrity, judge_.rules(), now.blocks, now.rule, now.reason};
  TRY(own(options_.folder, ledger_.keep_finding(base, package.name(), release.version, finding)));
  return now;
}

}  // namespace cordon::gate
