#include "firstcustomer/experiment/channels.hpp"

#include <algorithm>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

constexpr Channel all_channels[] = {Channel::cash, Channel::signal, Channel::entry,
                                    Channel::effort};

Case with_one_channel(Case numbers, Channel channel) {
  numbers.pays = channel == Channel::cash;
  numbers.news = channel == Channel::signal;
  numbers.behaviour.entry = channel == Channel::entry;
  numbers.effort_responds = channel == Channel::effort;
  return numbers;
}

/// Where one programme is compared, the arms of its channels need not say whose they are.
std::string name_of(const Plan& plan, std::size_t arm, std::size_t compared, Channel channel) {
  const std::string name(channel_arm_names[static_cast<std::size_t>(channel)]);
  return compared == 2 ? name : plan.arms[arm].name + ':' + name;
}

void add_channels_of(Plan& plan, std::size_t arm, std::size_t compared) {
  const Case whole = plan.arms[arm].numbers;
  std::vector<ChannelArm> channels;
  for (const Channel channel : all_channels) {
    if (can_act(channel, whole)) {
      channels.push_back({channel, arm, arm});
    }
  }
  for (ChannelArm& channel : channels) {
    if (channels.size() > 1) {
      channel.arm = plan.arms.size();
      Case alone = with_one_channel(whole, channel.channel);
      Model model = Model::build(alone, plan.arms[arm].model.laws);
      plan.arms.push_back({name_of(plan, arm, compared, channel.channel), std::move(alone),
                           std::move(model), plan.arms[arm].own, plan.arms[arm].world});
    }
    plan.channels.push_back(channel);
  }
}

}  // namespace

namespace {

bool investors_can_respond(const Case& numbers) {
  const Behaviour& behaviour = numbers.behaviour;
  return behaviour.investors_respond() &&
         (behaviour.investors_are_rational() ? !numbers.finance.rounds.empty()
                                             : numbers.finance.signals.has_value());
}

bool founders_can_respond(const Case& numbers) {
  const Behaviour& behaviour = numbers.behaviour;
  return numbers.entry &&
         (behaviour.founders_respond() || (behaviour.optimises() && behaviour.entry));
}

/// Firms by how hard they try, and whether they try at all.
bool firms_can_respond(const Behaviour& behaviour) {
  return behaviour.chooses_effort() || (behaviour.optimises() && behaviour.giving_up &&
                                        behaviour.preferences == Preferences::stated);
}

}  // namespace

bool can_act(Channel channel, const Case& numbers) {
  const bool promised = std::any_of(numbers.programmes.begin(), numbers.programmes.end(),
                                    [](const Programme& programme) { return programme.promised; });
  switch (channel) {
    case Channel::cash:
      return !numbers.programmes.empty();
    case Channel::signal:
      return promised && investors_can_respond(numbers);
    case Channel::entry:
      return promised && founders_can_respond(numbers);
    case Channel::effort:
      return promised && firms_can_respond(numbers.behaviour);
  }
  return false;
}

void add_channels(Plan& plan) {
  const std::size_t compared = plan.arms.size();
  for (std::size_t arm = 1; arm < compared; ++arm) {
    if (can_act(Channel::cash, plan.arms[arm].numbers)) {
      add_channels_of(plan, arm, compared);
    }
  }
  expect(!plan.channels.empty(), "channels are those of a programme");
}

}  // namespace firstcustomer
