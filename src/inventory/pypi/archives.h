// The archives of one release. A release on PyPI is several files, wheels (PEP 427) and at most one source archive,
// each with a digest of its own; which of them is installed the machine decides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/generated/model.h"

namespace cordon::inventory::pypi {

enum class ArchiveKind : std::uint8_t { wheel, source, other };

// By the end of the file's name, which may be an address.
ArchiveKind archive_kind(std::string_view file);

struct ArchiveName {
  std::string name;  // normalised
  std::string version;
  ArchiveKind kind = ArchiveKind::other;
};

// Project and version that an archive is named for; both empty when it has the name of none.
ArchiveName archive_name(std::string_view file);

class Archives {
 public:
  // `file` is a name or an address, empty where it is unknown; `digest` is "sha256:<hex>". False for a digest of an
  // algorithm that nothing is compared by, or with other digits than it has.
  bool add(std::string_view file, std::string_view digest);

  const std::vector<std::string>& integrity() const { return integrity_; }

  // Installing a wheel copies files; a source archive is built by its own setup.py or build backend. Yes where there
  // are source archives only, no where there are wheels only, unknown where both are or nothing is listed.
  model::InstallScript install_script() const;

 private:
  std::vector<std::string> integrity_;
  bool has_wheel_ = false, has_source_ = false, has_other_ = false;
};

// Of two entries for one package: that which is worse for whoever installs it.
model::InstallScript worse(model::InstallScript one, model::InstallScript other);

}  // namespace cordon::inventory::pypi
