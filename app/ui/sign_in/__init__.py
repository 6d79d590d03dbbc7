"""Sign-in and lock screen: the first thing that a person sees."""
