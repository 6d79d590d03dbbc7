"""The headquarters service: API, PostgreSQL, command line. Runs without the desk.

Where journal.md 4 leaves a choice, or is departed from, and why:
- Requests are fresh by a number that only grows, kept for each device, not by time: a clock never refuses a sync, and a
  device that lost count is told the last number. Answers are signed over the request they answer, so that a captive
  portal, a gateway and yesterday's answer are all the same thing: not headquarters.
- The feed keeps runs of entries, and gives a device its own entries back as runs without bytes: 20,000 entries cost the
  device that sent them one line of the feed.
- An entry has its place in the feed when everything that its author had seen of the case (`base`) is there; before that
  it waits, stored and receipted, for five days at most.
- What can't be read keeps its place in the log, because the device signed the head that covers it; it stays out of the
  feed, but a notice of it is there.
"""
