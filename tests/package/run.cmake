# Installs the build into FOLDER, builds the project beside this file against it, and runs it.
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endfunction()
file(REMOVE_RECURSE ${FOLDER})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${FOLDER}/prefix)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${FOLDER}/build -G Ninja
    -DCMAKE_PREFIX_PATH=${FOLDER}/prefix -DCMAKE_BUILD_TYPE=Release
    -DCMAKE_CXX_FLAGS=${FLAGS} -DCMAKE_CXX_COMPILER=${COMPILER})
run(${CMAKE_COMMAND} --build ${FOLDER}/build)
run(${FOLDER}/build/first_look ${SCENARIO})
run(${FOLDER}/prefix/bin/firstcustomer --version)
# A plugin needs no more than one of the installed headers.
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/../../scenarios/rules/plugin-example
    -B ${FOLDER}/plugin -G Ninja -DFIRSTCUSTOMER_INCLUDE=${FOLDER}/prefix/include)
run(${CMAKE_COMMAND} --build ${FOLDER}/plugin)
file(REMOVE_RECURSE ${FOLDER})
