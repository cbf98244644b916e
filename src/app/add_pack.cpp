#include "app/add_pack.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/os/open_beneath.h"
#include "base/os/replace_file.h"
#include "base/text.h"
#include "intel/pack_read.h"

namespace cordon::app {
namespace {

std::string file_of(const std::string& id) { return id + std::string(intel::kStoredSuffix); }

Result<std::optional<intel::PackSignature>> check_signature(const GivenPack& given, const AddRules& rules) {
  if (!given.signature) {
    if (rules.unsigned_too) return std::nullopt;
    return fail(ErrorCode::bad_signature, "it is not signed: without a signature anybody may have written it");
  }
  intel::PackSignature found;
  found.signature =
      TRY_CONTEXT(crypto::read_signature(*given.signature), "reading the signature of " + text::visible(given.name));
  found.key = TRY(crypto::verify_by_any(given.text, found.signature, rules.trusted));
  return found;
}

std::optional<ReplacedPack> pack_in_force(const std::string& id, const std::string& folder,
                                          const intel::Knowledge& embedded) {
  if (const auto tree = open_directory(folder))
    if (const auto content = (*tree)->read(file_of(id), Limits{}.bytes * 2))
      if (auto stored = intel::read_stored_pack(*content, id)) return ReplacedPack{true, std::move(stored->pack)};
  for (std::uint32_t i = 0; i < embedded.packs().size(); ++i)
    if (embedded.packs()[i].id == id) return ReplacedPack{false, embedded.open(i)};
  return std::nullopt;
}

// What the old pack lists and the new one does not: releases, and digests of archives.
std::vector<std::string> lost(const intel::IncidentPack& before, const intel::IncidentPack& after) {
  std::map<std::tuple<std::string, std::string, std::string>, const intel::BadPackage*> kept;
  for (const intel::BadPackage& bad : after.packages) kept[{bad.ecosystem, bad.name, bad.version}] = &bad;
  std::vector<std::string> out, digests;
  for (const intel::BadPackage& bad : before.packages) {
    const auto exact = kept.find({bad.ecosystem, bad.name, bad.version});
    const bool covered = kept.contains({bad.ecosystem, bad.name, std::string(intel::kEveryVersion)});
    if (exact == kept.end() && !covered) {
      out.push_back(bad.name + " " + bad.version);
      continue;
    }
    const auto has = [&](const std::string& integrity) {
      return exact != kept.end() &&
             std::ranges::find(exact->second->integrity, integrity) != exact->second->integrity.end();
    };
    if (!std::ranges::all_of(bad.integrity, has)) digests.push_back("the integrity of " + bad.name + " " + bad.version);
  }
  out.insert(out.end(), digests.begin(), digests.end());
  return out;
}

Result<void> check_replacing(const intel::IncidentPack& pack, const ReplacedPack& before, const AddRules& rules) {
  if (pack.updated < before.pack.updated && !rules.allow_older)
    return fail(ErrorCode::invalid_value, fmt::format("it is of {}, and the one in force of {}; --allow-older takes it",
                                                      pack.updated, before.pack.updated));
  const std::vector<std::string> missing = lost(before.pack, pack);
  if (missing.empty() || rules.allow_fewer) return {};
  constexpr std::size_t kNamed = 5;
  std::string names;
  for (std::size_t i = 0; i < std::min(kNamed, missing.size()); ++i) names += (i == 0 ? "" : ", ") + missing[i];
  if (missing.size() > kNamed) names += fmt::format(" and {} more", missing.size() - kNamed);
  return fail(ErrorCode::invalid_value,
              fmt::format("what the one in force lists would be lost: {}; --allow-fewer takes it", names));
}

}  // namespace

Result<JudgedPack> judge_pack(const GivenPack& given, const AddRules& rules, const std::string& folder,
                              const intel::Knowledge& embedded) {
  JudgedPack judged;
  // Nothing of a pack is read before it is known who wrote it.
  judged.signed_by = TRY(check_signature(given, rules));
  judged.pack = TRY(intel::read_pack(given.text, given.name));
  judged.replaces = pack_in_force(judged.pack.id, folder, embedded);
  if (judged.replaces) TRY(check_replacing(judged.pack, *judged.replaces, rules));
  judged.text = given.text;
  return judged;
}

Result<std::string> keep_pack(const JudgedPack& judged, const std::string& folder) {
  std::error_code ignored;  // what went wrong is said by the writing
  std::filesystem::create_directories(folder, ignored);
  std::string path = folder + "/" + file_of(judged.pack.id);
  TRY(os::replace_file(path, intel::write_stored_pack(judged.text, judged.signed_by)));
  return path;
}

Result<std::string> forget_pack(const std::string& id, const std::string& folder) {
  const bool plain = !id.empty() && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!plain) return fail(ErrorCode::invalid_value, "no id of a pack: '" + text::visible(id, 100) + "'");
  std::string path = folder + "/" + file_of(id);
  if (::unlink(path.c_str()) == 0) return path;
  if (errno == ENOENT) return fail(ErrorCode::not_found, "no pack " + id + " was added to this machine");
  return os::errno_error(errno, "removing " + path);
}

}  // namespace cordon::app
