// One package as the gate knows it at a moment: what its registry says of each version, what was decided, and the
// documents that clients get, made when the first of them asks.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "gate/client.h"
#include "gate/judge.h"
#include "gate/options.h"
#include "net/http_message.h"
#include "registry/packument_read.h"

namespace cordon::gate {

// What is kept of a version once the document is no longer at hand.
struct Release {
  std::string version;
  std::string address;                    // of its archive, as the registry has it
  std::string integrity;                  // an SRI string; empty: the registry states none
  std::optional<std::int64_t> published;  // seconds since 1970, by the registry
  Judged judged;
};

struct Body {
  std::optional<net::HttpBody> text;  // shared with whoever sends it; nothing: it was not made yet
  std::string etag;
  std::string modified;  // Last-Modified, as the registry says it of its own: never earlier. Empty: it says nothing
};

// The registry's document that a package was read from.
struct Origin {
  std::string digest;    // of the text, as the blob folder has it
  std::string modified;  // as Body has it
};

// Which of the documents of a package a client gets.
struct Flavour {
  registry::Form form = registry::Form::full;
  bool restrictions = false;  // npm prints why a version is not there
  std::string base;           // where archives are said to lie; empty: where the registry says
  bool rehomes = false;       // npm: those that a document has at the public registry it asks of the one it is told

  bool operator==(const Flavour&) const = default;
};

// The public registry's address as Flavour's base has it, without a slash at its end.
std::string public_base();

class Package {
 public:
  // `origin` is the registry's document; `packument` reads it; `judged` is of its versions, in order. `epoch` stands
  // for everything that answers depend on besides the document.
  Package(const GateOptions& options, const Upstream& upstream, Origin origin, const registry::Packument& packument,
          std::vector<Judged> judged, std::string epoch, std::int64_t now);

  const std::string& name() const { return name_; }
  const Upstream& upstream() const { return upstream_; }
  const std::string& digest() const { return digest_; }  // of the text, as the blob folder has it
  const std::vector<Release>& releases() const { return releases_; }
  const std::string& epoch() const { return epoch_; }

  // Whether what it says may still be said at that time: nothing comes of age before.
  bool holds_at(std::int64_t now) const { return !next_change_ || now < *next_change_; }

  // The one that is there already, and only that. Any thread.
  std::optional<Body> at_hand(const Flavour& flavour, Coding coding) const;

  // Makes it from the document. Any thread.
  Body make(const registry::Packument& packument, const Flavour& flavour, Coding coding, std::int64_t now) const;

  // What the registry's decisions are for the functions of registry/, in order of the document.
  std::vector<registry::Decision> decisions() const;

  // Releases whose archive is asked for by this file name; indexes into releases().
  std::vector<std::uint32_t> of_file(std::string_view file) const;

  std::uint64_t bytes() const;  // in memory, about

 private:
  struct Variant {
    Flavour flavour;
    std::array<Body, 3> bodies;  // by Coding
  };

  const GateOptions& options_;
  const Upstream& upstream_;
  std::string name_, digest_, epoch_, modified_;
  bool has_public_addresses_ = false;
  std::vector<Release> releases_;
  std::vector<std::pair<std::string, std::uint32_t>> files_;  // sorted
  std::optional<std::int64_t> next_change_;
  mutable std::mutex mutex_;
  mutable std::vector<Variant> variants_;
};

}  // namespace cordon::gate
