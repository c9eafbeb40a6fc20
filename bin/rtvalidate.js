#!/usr/bin/env node
"use strict";
// CommonJS, as is what it loads: Node 20 starts an ES module some milliseconds later.
void require("../dist/start.cjs").start();
