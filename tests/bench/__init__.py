"""What pages cost, as multiples of a bare page of this very run (``script/bench``). Times never decide a test."""
