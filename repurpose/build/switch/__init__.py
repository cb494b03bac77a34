"""An output folder goes from its old files to its new ones, all of them or none, whatever happens meanwhile.

Everything is staged in a hidden folder within the output folder, in the shape it will have:

    .repurpose-switch/new/site/index.html    what comes
    .repurpose-switch/old/0                  what goes, once it went
    .repurpose-switch/journal                what goes, with a digest; while it stands, the switch is to be finished

1. Stage: what comes is written below `new`, as soon as it is made, and flushed to the disk. Whatever fails up to here,
   the outputs are the old ones, and the stage is thrown away, at once or by `heal`.
2. Commit: the journal is written and flushed. From here on the switch only goes forward, here or by `heal`.
3. Carry out: what goes is moved into `old`, what comes is moved to its place, a whole folder at once where there is
   none yet. Each step can be done again. The entries of the folders are flushed.
4. Clean up: the journal goes, then the stage.

So a reader sees each file whole at any time; and a set that is partly old, partly new only between the first move and
the last, or after a crash between them until the next command heals it. No symlink in the output folder is followed.
"""

from repurpose.build.switch.healing import heal, is_between, is_torn
from repurpose.build.switch.places import LOCK, STAGE, is_below
from repurpose.build.switch.stage import FEW, Stage, staging

__all__ = ["FEW", "LOCK", "STAGE", "Stage", "heal", "is_below", "is_between", "is_torn", "staging"]
