"""Files from outside are decoded behind bars: no network, no programs, no writing, bounded memory and time.

`decoding` is what the stages call; pictures and PDF are opened by a process of their own (`decoder`), sound
and video by ffmpeg (`programs`). `cage` holds the bars.
"""
