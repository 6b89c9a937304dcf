// Installs what the bench compares Rondo with, then runs the bench. Plain JavaScript without dependencies, under
// whatever Node ≥ 20 is there.
import { join } from 'node:path';
import { installApart } from './install-apart.mjs';
import { prepareAndRun } from './prepare.mjs';

installApart('tests/bench', 'what the bench compares with');
prepareAndRun(join('..', 'tests', 'bench', 'main.ts'));
