// Packs that the user added to this machine: one file each, <id>.pack, with the pack as it was signed, the signature
// and the key it was checked with, so that all three are replaced at once.
//
//   cordon stored pack 1
//   RWQf6LRCGA9i53ml...            the public key, or "unsigned " and the SHA-256 of the pack
//   untrusted comment: ...         four lines of minisign's signature, where there is a key
//   ...
//   schema: cordon.incident/1      the pack, to the end of the file
//
// The key stands beside what it signed: this finds damage, and not somebody who may write into the user's folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "base/limits.h"
#include "base/result.h"
#include "crypto/minisign.h"
#include "intel/incident_pack.h"
#include "model/generated/model.h"

namespace cordon::intel {

inline constexpr std::string_view kStoredSuffix = ".pack";
// Of one folder.
inline constexpr std::size_t kMostStoredPacks = 1'000;

struct PackSignature {
  crypto::PublicKey key;
  crypto::Signature signature;
};

struct StoredPack {
  IncidentPack pack;
  std::optional<PackSignature> signed_by;  // absent: unsigned
};

// The file's content for a pack's text.
std::string write_stored_pack(std::string_view pack_text, const std::optional<PackSignature>& signed_by);

// Fails with syntax or truncated for what is no such file, with bad_signature where the pack is not what was signed
// (or, unsigned, what was stored), and as read_pack does.
Result<StoredPack> read_stored_pack(std::string_view content, std::string_view display_path, const Limits& limits = {});

struct StoredPacks {
  std::vector<StoredPack> packs;          // by id
  std::vector<model::FileUnread> unread;  // what is there and not used: each leaves the answer incomplete
};

// All packs of the folder. `display_folder` names it in `unread`. What an interrupted write leaves ("*.new") is passed
// over; anything else that is no stored pack is said.
StoredPacks read_stored_packs(const FileTree& folder, const std::string& display_folder, const Limits& limits = {});

}  // namespace cordon::intel
