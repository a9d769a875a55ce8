#pragma once
/// \file
/// Items of a map of names that are like another: they say only what differs.
///
/// `like: OTHER` takes over all that OTHER, an item of the same map, says, but for what the item
/// says itself; both are merged as a variant is with what it extends (`lay_over`). OTHER may stand
/// anywhere in the map and be like a third. Items are completed as documents, after files have been
/// laid over each other and before anything is read, so that all checks see the whole.

#include <optional>
#include <string_view>
#include <vector>

#include "firstcustomer/scenario/diagnostics.hpp"
#include "firstcustomer/scenario/document.hpp"
#include "firstcustomer/scenario/outline.hpp"

namespace firstcustomer {

/// The key that names the other item. No field is called so.
inline constexpr std::string_view like_key = "like";

/// Completes every item that is like another, and sets in it what was to be set in such items.
///
/// What is taken over keeps its place and what it rests on, and says so (`Node::origin`,
/// `Place::taken_over`). The key itself stays, for the reader; where nothing can be taken over, its
/// value is marked as reported.
/// `rests_on`: by source, what values rest on for which nothing in the document speaks.
/// `overrides`: the source of what was set, whose words hold for the values of all sources.
void complete_alike(Node& root, const OutlineField& outline, std::vector<Provenance> rests_on,
                    std::optional<std::size_t> overrides, Diagnostics& diagnostics);

/// Whether any map of the document has the key: where none has, there is nothing to complete.
bool mentions_like(const Node& node);

}  // namespace firstcustomer
