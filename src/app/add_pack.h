// `cordon intel add`: an incident pack that somebody sent becomes knowledge of this machine, or is refused.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/minisign.h"
#include "intel/knowledge.h"
#include "intel/stored_packs.h"

namespace cordon::app {

// As it came, whatever way.
struct GivenPack {
  std::string name;                      // as displayed in errors
  std::string text;                      // the pack
  std::optional<std::string> signature;  // minisign's file
};

struct AddRules {
  std::vector<crypto::PublicKey> trusted;
  bool unsigned_too = false;  // a pack without a signature is taken; a signature that is there must hold
  bool allow_older = false;   // in the place of a newer one
  bool allow_fewer = false;   // in the place of one that lists releases or digests which this one lacks
};

// What stands for a pack's id now.
struct ReplacedPack {
  bool added = false;  // by the user; false: one that Cordon brings along
  intel::IncidentPack pack;
};

struct JudgedPack {
  intel::IncidentPack pack;
  std::string text;
  std::optional<intel::PackSignature> signed_by;
  std::optional<ReplacedPack> replaces;
};

// Whether the pack may be added to the folder (which need not exist). Reads there only the pack of the same id; one
// that is damaged counts as absent. Fails with
//   bad_signature   unsigned, signed by nobody who is trusted, or not what was signed
//   invalid_value   older than what it would replace, or without something that lists (the message names some of it)
// and as read_pack and crypto::read_signature do.
Result<JudgedPack> judge_pack(const GivenPack& given, const AddRules& rules, const std::string& folder,
                              const intel::Knowledge& embedded);

// Writes it, making the folder where it is not there. Returns the path. Fails as os::replace_file does.
Result<std::string> keep_pack(const JudgedPack& judged, const std::string& folder);

// Removes the pack of this id. Fails with not_found when there is none, with invalid_value for what is no id.
Result<std::string> forget_pack(const std::string& id, const std::string& folder);

}  // namespace cordon::app
